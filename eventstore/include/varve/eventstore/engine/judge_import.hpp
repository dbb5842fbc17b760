#pragma once

#include <varve/eventstore/engine/log_state.hpp>
#include <varve/eventstore/import_batch.hpp>

namespace varve::engine {

/// Whether events of another log may come to stand behind the head, judged under the log's lock: `conflict`
/// when they do not follow it; `invalid_argument`, with the line, when a revision is not the next of its
/// stream, an id stands already or comes twice, a stream goes on that was closed, or a change does not fit
/// its stream.
[[nodiscard]] result<void> judge_import(const import_batch& batch, log_state& log);

}  // namespace varve::engine
