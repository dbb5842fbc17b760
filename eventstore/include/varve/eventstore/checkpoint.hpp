#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/token.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace varve {

/// Whose place in the log a checkpoint keeps. A plain subscription has generation 0; a projection counts its
/// generations from 1. There is one slice, 0, until consumers are partitioned.
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

/// Keeps checkpoints. Thread-safe; several processes may share what is behind it.
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

 private:
  std::mutex mutex_;
  std::map<checkpoint_key, checkpoint> places_;
};

}  // namespace varve
