#include "compaction.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace varve::crash {

result<compaction_report> compact(event_store& log, std::int64_t stood_before, const say& tell) {
  compaction_options how;
  how.slice = {.most_compacted = 2, .longest = std::chrono::seconds{1}};
  how.progress = [&](const compaction_report& done) -> result<void> {
    tell("compacted " + std::to_string(stood_before + done.events));
    return {};
  };
  return compact_log(log, how);
}

std::int64_t skeletons_in(event_store& log) {
  const auto all = log.read_log(token::start(), {}, {.limit = 100'000, .skeletons = true}).value();
  return std::ranges::count_if(all, [](const event_view& each) { return each.envelope_digest != nullptr; });
}

std::int64_t hidden_in(event_store& log) {
  std::int64_t out = 0;
  const auto all = log.list_streams({.limit = 100'000}).value();
  for (const auto& each : all.streams) out += each.revision.value() + 1 - each.events;
  return out;
}

}  // namespace varve::crash
