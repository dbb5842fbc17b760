#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/token.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace varve {

/// Whose place in the log a checkpoint keeps. A plain subscription has generation 0; a projection counts its
/// generations from 1. `slice` is the first of the range of slices that it stands for: 0 when the consumer is
/// not partitioned.
struct checkpoint_key {
  std::string consumer;
  std::int64_t generation = 0;
  std::int64_t slice = 0;

  friend auto operator<=>(const checkpoint_key&, const checkpoint_key&) = default;
};

/// How far a consumer has come: everything up to and including `position`, which is the last of a commit, has
/// had its effect. The event's id proves on resume that the log is still the same history. `version` tells
/// who may write it: it is raised by whoever takes over.
struct checkpoint {
  varve::epoch epoch;
  varve::position position;  ///< 0 before the first event
  event_id id;               ///< of the event at `position`; nil at 0
  std::int64_t version = 0;

  [[nodiscard]] token place() const { return {epoch, position}; }
  friend bool operator==(const checkpoint&, const checkpoint&) = default;
};

/// The place of a range of slices that begins at `slice` and ends before the next one of its consumer.
struct slice_checkpoint {
  std::int64_t slice = 0;
  checkpoint place;

  friend bool operator==(const slice_checkpoint&, const slice_checkpoint&) = default;
};

/// Keeps checkpoints. A consumer and generation has one for all slices, or one for each of the ranges that
/// the slices were cut into. Thread-safe; several processes may share what is behind it.
class checkpoint_store {
 public:
  checkpoint_store() = default;
  checkpoint_store(const checkpoint_store&) = delete;
  checkpoint_store& operator=(const checkpoint_store&) = delete;
  virtual ~checkpoint_store() = default;

  /// Raises the version and reads the place in one transaction, so that nobody who took over earlier can save
  /// any more. A consumer that is not known yet begins at position 0 with version 1.
  [[nodiscard]] virtual result<checkpoint> take_over(const checkpoint_key& whose) = 0;

  /// Replaces `read` by `next` where position and version still are those of `read`; otherwise `fenced`, and
  /// nothing is changed. `next` keeps the version of `read`.
  [[nodiscard]] virtual result<void> save(const checkpoint_key& whose, const checkpoint& read,
                                          const checkpoint& next) = 0;

  /// What stands there now; nullopt when nobody ever took over.
  [[nodiscard]] virtual result<std::optional<checkpoint>> load(const checkpoint_key& whose) = 0;

  /// All ranges of a consumer and generation, ascending; none when nobody ever took over. What is asked after
  /// a take-over is good as long as that can save: whoever cuts a range fences its holder.
  [[nodiscard]] virtual result<std::vector<slice_checkpoint>> list(const std::string& consumer,
                                                                   std::int64_t generation) = 0;

  /// Cuts the slices into at least so many ranges, a power of two up to `slice_count`, unless they are cut as
  /// finely already; in one transaction. Each new range begins with the place of the one that it was split
  /// from, whose version is raised. A consumer that is not known yet is made with version 0.
  [[nodiscard]] virtual result<void> cut(const std::string& consumer, std::int64_t generation,
                                         std::int64_t at_least) = 0;
};

/// The error of a consumer that somebody else has taken over from.
[[nodiscard]] error fenced(const checkpoint_key& whose);

/// Checkpoints that live as long as this object: for tests, and for consumers that begin anew with each
/// process.
class memory_checkpoints final : public checkpoint_store {
 public:
  [[nodiscard]] result<checkpoint> take_over(const checkpoint_key& whose) override;
  [[nodiscard]] result<void> save(const checkpoint_key& whose, const checkpoint& read,
                                  const checkpoint& next) override;
  [[nodiscard]] result<std::optional<checkpoint>> load(const checkpoint_key& whose) override;
  [[nodiscard]] result<std::vector<slice_checkpoint>> list(const std::string& consumer,
                                                           std::int64_t generation) override;
  [[nodiscard]] result<void> cut(const std::string& consumer, std::int64_t generation,
                                 std::int64_t at_least) override;

 private:
  [[nodiscard]] std::vector<slice_checkpoint> ranges(const std::string& consumer,
                                                     std::int64_t generation) const;

  std::mutex mutex_;
  std::map<checkpoint_key, checkpoint> places_;
};

}  // namespace varve
