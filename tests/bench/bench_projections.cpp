// Read models: rebuilt from a log beside hand-written loops that read the same file, and how soon an append
// is seen in one.

#include <varve/sqlite/event_store.hpp>

#include "baseline/keyed_rebuild.hpp"
#include "baseline/sql_rebuild.hpp"
#include "on_demand.hpp"
#include "sales_views.hpp"
#include "stopwatch.hpp"
#include "suite.hpp"
#include "varve_append.hpp"
#include "varve_log.hpp"
#include "visibility.hpp"

#include <iostream>
#include <stdexcept>

namespace {

using namespace bench;

/// The first events of a log, read by the rebuilds.
using log_on_demand = on_demand<varve_log>;

constexpr std::string_view whole_log = "SELECT position, data FROM varve_events ORDER BY position";

std::uint64_t lines_in(varve::sqlite::database& model, std::string_view view) {
  return model.read([&](varve::sqlite::transaction& tx) {
    return tx.query_one<std::uint64_t>("SELECT sum(lines) FROM " + std::string{view}).value();
  });
}

/// Rebuilds views from nothing, all from one read. Opening and closing are not timed.
template<class... Views>
sample rebuild(const std::filesystem::path& log, const std::filesystem::path& file,
               const varve::projector_options& how, Views... views) {
  varve::sqlite::event_store store{log.string(), {.read_only = true}};
  varve::sqlite::database model{file.string()};
  varve::projector projector{store, model, how, views...};
  sample measured;
  measured.items = static_cast<std::uint64_t>(store.info().value().events);
  const stopwatch watch;
  projector.rebuild();
  measured.seconds = watch.seconds();
  measured.witness = lines_in(model, "sales_by_product");
  if (measured.witness != measured.items) throw std::runtime_error("a view does not hold every event");
  return measured;
}

void measure_keyed_view(suite& all, const scratch_folder& folder, log_on_demand& log) {
  const auto view = [&] { return folder.fresh_file("view.db"); };
  all.measure("rebuild: keyed view of 10,000 keys", "events/s",
              {"varve", [&] { return rebuild(log().path(), view(), {}, keyed_sales{}); }},
              {"raw loop", [&] { return baseline::rebuild_keyed_view(log().path(), whole_log, view()); }});
}

void measure_sql_views(suite& all, const scratch_folder& folder, log_on_demand& log) {
  const auto view = [&] { return folder.fresh_file("view.db"); };
  const auto one = [&](bool read_ahead) {
    return rebuild(log().path(), view(), {.read_ahead = read_ahead}, sql_sales_by_product<sale_fields>{});
  };
  const auto three = [&](bool read_ahead) {
    return rebuild(log().path(), view(), {.read_ahead = read_ahead},
                   sql_sales_by_product<keyed_sale_fields>{}, sql_sales_by_customer{}, sql_sales_by_branch{});
  };
  all.measure("rebuild: SQL view, one upsert per event, batches of 1,000", "events/s",
              {"varve", [&] { return one(true); }},
              {"raw loop", [&] { return baseline::rebuild_sql_view(log().path(), whole_log, view()); }});
  all.measure(
      "rebuild: three SQL views from one read", "events/s", {"varve", [&] { return three(true); }},
      {"raw loop", [&] { return baseline::rebuild_three_sql_views(log().path(), whole_log, view()); }});
  all.measure("rebuild: three SQL views from one read on one thread, against one", "events/s",
              {"three views", [&] { return three(false); }}, {"one view", [&] { return one(false); }});
}

void measure_visibility(suite& all, const scratch_folder& folder, const bench_options& options) {
  const std::string workload = "append to visible";
  if (!all.wants(workload)) return;
  std::cerr << workload << '\n';
  varve::sqlite::event_store store{folder.fresh_file("live.db").string()};
  varve::sqlite::database model{folder.fresh_file("view.db").string()};
  all.note(workload + " in a read model, one caller, all durable",
           told(wait_for_appends(store, model, keyed_sales{}, options.lone_appends / 10)));
}

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  log_on_demand log{[&] { return varve_log{folder.fresh_file("log.db"), options.log_events}; }};
  log_on_demand part{[&] { return varve_log{folder.fresh_file("part.db"), options.sql_view_events}; }};
  measure_keyed_view(all, folder, log);
  measure_sql_views(all, folder, part);
  measure_visibility(all, folder, options);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_projections", argc, argv, measure_all);
}
