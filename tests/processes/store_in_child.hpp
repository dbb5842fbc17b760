#pragma once

#include <varve/eventstore/event_store.hpp>

#include "in_child.hpp"

#include <memory>
#include <variant>
#include <vector>

namespace varve::testing {

/// Whether a store of the parent refuses every call, says that it is closed, and ends.
inline bool is_refused_in_a_child(std::unique_ptr<event_store>& store) {
  const auto request = [] { return append_request::to("order-1", {{.type = "a", .data = "1"}}); };
  const auto refused = [](const auto& answer) { return !answer && answer.error().code == errc::unsupported; };
  const auto not_taken = [](const append_outcome& outcome) {
    const auto* const why = std::get_if<not_written>(&outcome);
    return why != nullptr && why->why.code == errc::unsupported;
  };
  return in_child([&] {
    bool answered = false;
    store->append(request(), [&](const append_outcome& outcome) { answered = not_taken(outcome); });
    const bool good =
        answered && not_taken(store->append_and_wait(request())) && refused(store->read_log({}, {}, {})) &&
        refused(store->read_stream("order-1", {}, {}, {})) && refused(store->find({})) &&
        refused(store->event_at(position{1})) && refused(store->list_streams({})) &&
        refused(store->wait({}, never)) && refused(store->info()) && refused(store->import_commits({})) &&
        refused(store->compact({}, {})) && store->status().now == store_status::state::closed;
    store->close(closing::finish);
    store.reset();
    return good;
  });
}

}  // namespace varve::testing
