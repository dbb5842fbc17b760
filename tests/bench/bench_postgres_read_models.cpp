// Read models on PostgreSQL: a keyed view rebuilt beside a hand-written batched upsert, and how soon an
// append is seen in one. Starts a server of its own; without PostgreSQL it says so and ends with 77.

#include <varve/postgres/database.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/sqlite/event_store.hpp>
#include <varve/testing/postgres_server.hpp>

#include "baseline/postgres_keyed_rebuild.hpp"
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
using varve::testing::postgres_server;

constexpr std::string_view whole_log = "SELECT position, data FROM varve_events ORDER BY position";

/// Rebuilds a view from nothing. Opening and closing are not timed.
sample rebuild(const std::filesystem::path& log, postgres_server& server) {
  server.execute("DROP SCHEMA IF EXISTS views CASCADE");
  varve::sqlite::event_store store{log.string(), {.read_only = true}};
  varve::postgres::database model{server.url(), {.schema = "views"}};
  varve::projector projector{store, model, keyed_sales{}};
  sample measured;
  measured.items = static_cast<std::uint64_t>(store.info().value().events);
  const stopwatch watch;
  projector.rebuild();
  measured.seconds = watch.seconds();
  measured.witness = model.read([](varve::postgres::transaction& tx) {
    return tx.query_one<std::uint64_t>("SELECT sum(lines) FROM sales_by_product").value();
  });
  if (measured.witness != measured.items) throw std::runtime_error("the view does not hold every event");
  return measured;
}

void measure_all(suite& all, const scratch_folder& folder, const bench_options& options) {
  postgres_server server;
  all.note("server", server.execute("SELECT version()"));
  const varve_log log{folder.fresh_file("log.db"), options.log_events};
  all.measure("rebuild: keyed view of 10,000 keys into PostgreSQL", "events/s",
              {"varve", [&] { return rebuild(log.path(), server); }},
              {"batched upsert by hand", [&] {
                 return baseline::rebuild_keyed_view_in_postgres(log.path(), whole_log, server.url());
               }});
  if (all.wants("append to visible")) {
    varve::sqlite::event_store store{folder.fresh_file("live.db").string()};
    varve::postgres::database model{server.url(), {.schema = "live"}};
    all.note("append to visible: a SQLite log, a read model in PostgreSQL, one caller, all durable",
             told(wait_for_appends(store, model, keyed_sales{}, options.lone_appends / 10)));
    varve::postgres::event_store shared{server.url()};
    varve::postgres::database beside{server.url(), {.schema = "beside"}};
    all.note("append to visible: log and read model in PostgreSQL, one caller, all durable",
             told(wait_for_appends(shared, beside, keyed_sales{}, options.lone_appends / 10)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto reason = postgres_server::missing()) {
    std::cerr << "bench_postgres_read_models: " << *reason << '\n';
    return 77;
  }
  return bench::run_benchmarks("bench_postgres_read_models", argc, argv, measure_all);
}
