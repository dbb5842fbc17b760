#pragma once

#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/compaction.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/import_batch.hpp>
#include <varve/eventstore/log_info.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/store_status.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include <optional>
#include <span>
#include <vector>

namespace varve {

/// What happens to appends that still wait when a store closes.
enum class closing {
  finish,  ///< they are committed and answered; new ones are refused
  refuse   ///< they are answered `unavailable`; what the writer has taken is finished
};

/// The port to a log: one order, whole commits, idempotent for ever. What every store promises stands in
/// docs/reference/guarantees.md and is tested by `varve::contract`. Thread-safe; one virtual call a batch,
/// never an event.
class event_store {
 public:
  event_store() = default;
  event_store(const event_store&) = delete;
  event_store& operator=(const event_store&) = delete;
  virtual ~event_store() = default;

  /// Takes an append and returns at once, without waiting for the disk; `done` is called once, on a thread of
  /// the store, when the outcome is durable. Appends of one thread are judged in the order given. When too
  /// much waits already (`store_status`), the outcome is `unavailable`.
  virtual void append(append_request request, append_callback done) = 0;

  /// The same for a caller that waits, also for room in the queue. May commit on the calling thread when
  /// nobody else is writing. Called from an `append_callback` it would wait for itself: `invalid_argument`.
  virtual append_outcome append_and_wait(append_request request) = 0;

  /// Events behind `after` in log order; backward, those before it, from `token::end()` on. A token of a
  /// history that this log does not share is `wrong_epoch`; backward the place before it is the one that must
  /// be shared.
  [[nodiscard]] virtual result<page> read_log(const token& after, const filter& which,
                                              const read_options& how) = 0;

  /// Visible events of one stream from revision `from`, included, in the direction asked; backward, a `from`
  /// past the end (`revision::max()`) begins at the last. A stream that is not there gives no events.
  [[nodiscard]] virtual result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                                 const read_options& how) = 0;

  /// The events that stand under these ids, hidden and compacted ones too; nullopt where none stands.
  [[nodiscard]] virtual result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) = 0;

  /// The event at a position, hidden and compacted ones too; `not_found` before the first and beyond the
  /// head.
  [[nodiscard]] virtual result<event_ref> event_at(position at) = 0;

  [[nodiscard]] virtual result<stream_listing> list_streams(const stream_range& range) = 0;

  /// Returns the head as soon as it lies behind `after`, or when `deadline` has come. A wake-up is a hint:
  /// reading is the truth.
  [[nodiscard]] virtual result<token> wait(const token& after, instant deadline) = 0;

  [[nodiscard]] virtual result<log_info> info() = 0;
  [[nodiscard]] virtual store_status status() const = 0;

  /// Writes events of another log behind the head as they stand there, all or none, and replaces the
  /// ancestors; durable when it returns. What lines of an export must be was checked by `import_log`, which
  /// calls this; here only what the log alone can know: `conflict` when the head is not `batch.after`,
  /// `invalid_argument` when a revision is not the next one or an id stands already. `unsupported` from a
  /// store that imports nothing.
  [[nodiscard]] virtual result<void> import_commits(const import_batch& batch);

  /// One slice of `compact_log`, which calls this: looks at events behind `after`, at least at one, and
  /// compacts those that are hidden, in one transaction that is durable when it returns. `corrupt` when one
  /// of them is not what was written: nothing of the slice is done. `unsupported` from a store that does not
  /// compact.
  [[nodiscard]] virtual result<compaction_slice> compact(position after, const compaction_limits& most);

  /// Ends the store: waits for what is in flight, as chosen, and for its callbacks to return; afterwards
  /// every call but `status` answers `unavailable`. Idempotent. From an `append_callback` it does not wait.
  /// The destructor closes with `closing::finish`.
  virtual void close(closing how) = 0;
};

}  // namespace varve
