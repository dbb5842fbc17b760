#pragma once

#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/engine/log_state.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include <optional>

namespace varve::engine {

/// Decides an append against the log under its lock. nullopt: write it (for a change: write its event).
/// Otherwise the outcome, which is `appended` for a repeat and for checks alone, `conflict` or `not_written`;
/// it may leave only after the group's commit has returned. The order of judgement is that of
/// docs/reference/pipe.md: ids, hard-deleted streams, expectations in the order of writes, checks, condition.
[[nodiscard]] std::optional<append_outcome> judge(const prepared_append& append, log_state& log);

/// Where an append that may be written comes to stand: behind the head, the events of write i from revision
/// `writes[i].first` on. This is its outcome once it is durable.
[[nodiscard]] appended place(const prepared_append& append, log_state& log);

}  // namespace varve::engine
