#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace varve {

/// What went wrong, one kind for each thing that a caller may do about it. The names are part of the
/// interface: they stand in JSON answers, logs and metrics. A conflict and an append in doubt are outcomes of
/// their own (`append_outcome`); commands, which have a single error channel, report them here.
enum class errc {
  invalid_argument = 1,  ///< the request can never succeed as it stands
  idempotency_mismatch,  ///< an id stands already with another content, or a batch is half known
  stream_deleted,        ///< the stream was closed for ever by a hard delete
  too_large,             ///< beyond a stated limit (docs/reference/limits.md)
  wrong_epoch,           ///< a token or checkpoint of a history that this log does not share
  timeout,               ///< the deadline came before the work was begun; nothing was written
  unavailable,           ///< not now: in doubt, overloaded, closing or locked; nothing was written; try again
  corrupt,               ///< stored bytes are not what was written; never projected
  read_only,             ///< the store was opened for reading
  not_found,             ///< what was named does not exist
  unsupported,           ///< a file, file system or version that this build refuses to work on
  unknown_event,         ///< an event's name is not in the family that should decode it
  undecodable,           ///< an event's data do not fit the shape its name promises
  rejected,              ///< the domain said no
  conflict,              ///< somebody else was first, and retries are used up or were not wanted
  in_doubt,              ///< the commit's fate is not known yet; sending the same batch again tells it
  decide_threw,          ///< the user's `decide` threw: a defect, nothing was written
  handler_threw,         ///< the user's projection or subscription handler threw
  fenced,                ///< another runner took the checkpoint over; this one wrote nothing
  stopped,               ///< ended because it was told to
};

/// The name as it stands in JSON: `invalid_argument`.
[[nodiscard]] std::string_view to_string(errc) noexcept;

/// True when trying the same again later may succeed (`timeout`, `unavailable`, `in_doubt`, `fenced`).
[[nodiscard]] bool is_transient(errc) noexcept;

/// A failure as a value: what happened, to what, and what to do about it.
struct error {
  errc code;
  std::string message;
};

/// The same failure for those who prefer exceptions: thrown by `result::value()` and by constructors.
class failure : public std::runtime_error {
 public:
  explicit failure(varve::error e) : std::runtime_error(e.message), error_(std::move(e)) {}
  [[nodiscard]] const varve::error& error() const noexcept { return error_; }
  [[nodiscard]] errc code() const noexcept { return error_.code; }

 private:
  varve::error error_;
};

}  // namespace varve
