#include "model_log.hpp"

#include <algorithm>

namespace varve::testing {

const standing_event* model_log::find(const event_id& id) const {
  const auto found = std::ranges::find(log_, id, &standing_event::id);
  return found == log_.end() ? nullptr : &*found;
}

std::optional<revision> model_log::last(const std::string& stream) const {
  std::optional<revision> out;
  for (const auto& event : log_)
    if (event.stream == stream) out = event.revision;
  return out;
}

std::optional<append_outcome> model_log::replay(const append_call& asked) const {
  appended out;
  out.replayed = true;
  std::size_t known = 0, all = 0;
  for (const auto& write : asked.writes) {
    written numbers{write.demand.stream, {}, {}};
    for (const auto& id : write.ids) {
      ++all;
      const auto* const event = find(id);
      if (event == nullptr) continue;
      if (known++ == 0) out.first = event->position;
      out.last = event->position;
      if (id == write.ids.front()) numbers.first = event->revision;
      numbers.last = event->revision;
    }
    out.writes.push_back(numbers);
  }
  if (known == 0) return std::nullopt;
  if (known < all) return not_written{{errc::idempotency_mismatch, "half known"}};
  return out;
}

std::optional<append_outcome> model_log::judge(const stream_demand& demand) const {
  const auto found = last(demand.stream);
  const auto what = demand.expected.what();
  const bool good = what == expected::kind::any || (what == expected::kind::no_stream && !found) ||
                    (what == expected::kind::stream_exists && found) ||
                    (what == expected::kind::exactly && found == demand.expected.revision());
  if (good) return std::nullopt;
  return conflict{demand.stream, demand.expected, found, {}};
}

append_outcome model_log::append(const append_call& asked) {
  if (auto known = replay(asked)) return *known;
  for (const auto& write : asked.writes)
    if (auto lost = judge(write.demand)) return *lost;
  for (const auto& check : asked.checks)
    if (auto lost = judge(check)) return *lost;
  appended out;
  const position first = head().next();
  for (const auto& write : asked.writes) {
    written numbers{write.demand.stream, {}, {}};
    for (const auto& id : write.ids) {
      const auto before = last(write.demand.stream);
      numbers.last = before ? before->next() : revision{};
      if (id == write.ids.front()) numbers.first = numbers.last;
      log_.push_back({head().next(), first, write.demand.stream, numbers.last, id});
      out.first = first;
      out.last = head();
    }
    out.writes.push_back(numbers);
  }
  return out;
}

page_answer model_log::read(const log_call& asked) const {
  page_answer out{head(), true, {}};
  for (const auto& event : log_)
    if (event.position > asked.after) out.events.push_back(event);
  return out;
}

page_answer model_log::read(const stream_call& asked) const {
  page_answer out{head(), true, {}};
  for (const auto& event : log_)
    if (event.stream == asked.stream && event.revision >= asked.from) out.events.push_back(event);
  return out;
}

}  // namespace varve::testing
