#include "varve_typed_read.hpp"

#include <varve/commands/load_state.hpp>
#include <varve/sqlite/event_store.hpp>

#include "order_event.hpp"
#include "stopwatch.hpp"
#include "varve_log.hpp"

#include <vector>

namespace bench {

sample decode_varve_log(const std::filesystem::path& file) {
  varve::sqlite::event_store store{file.string(), {.read_only = true}};
  auto place = varve::token{store.info().value().epoch, varve::position{0}};
  order_totals totals;
  const auto take = [&totals](const auto& event) { evolve(totals, *event); };
  const stopwatch watch;
  for (bool end = false; !end;) {
    const auto page = store.read_log(place, {}, {.limit = 1'000}).value();
    for (const auto& event : page) varve::visit_event<order_event>(event, take).value();
    if (page.scanned()) place.position = page.scanned()->position;
    end = page.at_end();
  }
  return {.items = totals.events, .seconds = watch.seconds(), .witness = totals.witness};
}

sample load_varve_streams(const std::filesystem::path& file, std::span<const std::int64_t> streams) {
  varve::sqlite::event_store store{file.string(), {.read_only = true}};
  std::vector<varve::stream_id> names;
  for (const auto key : streams) names.emplace_back(varve_log::stream_name(key));
  sample measured{.items = streams.size()};
  const stopwatch watch;
  for (const auto& name : names)
    measured.witness += varve::load_state<order>(store, name).value().state.witness;
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace bench
