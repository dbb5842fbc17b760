#pragma once

#include <varve/commands/stream_boundary.hpp>
#include <varve/core/fold.hpp>
#include <varve/eventstore/event_store.hpp>

#include <algorithm>
#include <iterator>
#include <optional>

namespace varve {

/// A state with the place that it stands for.
template<class State>
struct loaded {
  State state = {};
  std::optional<revision> last;  ///< the last revision that belongs to it; absent: there is none
  token head;                    ///< the log's, when it was read
};

/// Reads a stream in pages and folds it, as far as `limit` goes. `how` gives page size and deadline.
/// Exceptions of the user's functions pass through.
template<class Decider>
[[nodiscard]] result<loaded<typename Decider::state>> load_state(event_store& store, const stream_id& stream,
                                                                 const as_of& limit = {},
                                                                 const read_options& how = {}) {
  loaded<typename Decider::state> out;
  stream_boundary read{stream};
  while (true) {
    auto page = store.read_stream(stream, read.next(), {}, how);
    if (!page) return std::move(page).error();
    if (auto folded = fold<Decider>(*page, out.state, limit); !folded) return std::move(folded).error();
    out.head = page->head();

    const auto events = page->events();
    const auto beyond =
        std::ranges::find_if(events, [&](const event_view& event) { return limit.ends_before(event); });
    if (beyond != events.end()) {
      if (beyond != events.begin()) out.last = std::prev(beyond)->revision;
      return out;
    }
    read.saw(*page);
    out.last = read.last();
    if (page->at_end()) return out;
  }
}

}  // namespace varve
