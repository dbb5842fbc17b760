#pragma once

#include <varve/core/as_of.hpp>
#include <varve/core/decider.hpp>
#include <varve/core/visit_event.hpp>

#include <ranges>

namespace varve {

/// Folds events of one stream into a decider's state, in the order given, as far as `limit` goes: a range of
/// `event_view`, such as a page. A stream that comes in several ranges is folded by as many calls on one
/// state. Fails as `visit_event` does, and then the state is of no use. Exceptions of the user's functions
/// pass through.
template<class Decider, std::ranges::input_range Events>
result<void> fold(const Events& events, typename Decider::state& into, const as_of& limit = {}) {
  if constexpr (detail::decider_is_good<Decider>()) {
    const auto apply = [&into](const auto& event) { evolve_state(into, *event); };
    for (const event_view& event : events) {
      if (limit.ends_before(event)) break;
      if (!limit.takes(event)) continue;
      if (auto visited = visit_event<typename Decider::family>(event, apply); !visited) return visited;
    }
  }
  return {};
}

}  // namespace varve
