#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/token.hpp>
#include <varve/eventstore/compaction.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include <string>
#include <string_view>

/// What every store refuses before it looks into its log: `invalid_argument`, with a message that names what
/// is wrong and where. Appends have a door of their own (`prepared_append`).
namespace varve::engine {

/// Types, tags, categories and the prefix must be able to be names; a category has no `-`.
[[nodiscard]] result<void> check(const query& which);
[[nodiscard]] result<void> check(const filter& which);

/// Also `timeout` when the deadline has passed already.
[[nodiscard]] result<void> check_log_read(const token& after, const filter& which, const read_options& how,
                                          const clock& time);
[[nodiscard]] result<void> check_stream_read(revision from, const filter& which, const read_options& how,
                                             const clock& time);
[[nodiscard]] result<void> check_listing(const stream_range& range);
[[nodiscard]] result<void> check_compaction(position after, const compaction_limits& most);

/// The data of an event: JSON loses its white space, and `content_type` is left empty for it.
[[nodiscard]] result<void> check_data(new_event& event);

/// Metadata: an object without a member twice, which loses its white space and is left empty for `{}`.
[[nodiscard]] result<void> check_metadata(std::string& text);

/// `timeout` when the deadline has come; `what` names the work in the message.
[[nodiscard]] result<void> check_deadline(instant deadline, const clock& time, std::string_view what);

}  // namespace varve::engine
