#pragma once

#include <varve/core/time.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include <optional>
#include <span>

namespace varve::engine {

/// One append on its way through the writer.
struct pending_append {
  prepared_append append;
  std::optional<append_outcome> outcome;  ///< what is left without an answer becomes `unknown`
};

/// What a store does for its queue. One thread at a time is inside: the queue's own, or a blocking caller's
/// while nobody else is writing.
class append_writer {
 public:
  virtual ~append_writer() = default;

  /// Waits until a group can be committed, for instance for a lock that other processes share; false when
  /// `until` came first. Appends are not yet taken meanwhile, so that their deadlines go on counting. After
  /// true comes `commit`, be it with an empty group.
  virtual bool ready(instant until) { return static_cast<void>(until), true; }

  /// Commits a group and fills in every outcome; when it returns they are durable. Should not throw: all that
  /// is unanswered then becomes `unknown`.
  virtual void commit(std::span<pending_append* const> group) = 0;

  /// Whether there is other work that must not run beside a commit (merging, checkpoints). Asked after each
  /// group and each slice of work; must be quick.
  virtual bool has_work() { return false; }

  /// Does one slice of it, on the queue's thread. `pressed`: appends are waiting, do only what cannot wait.
  virtual void work(bool pressed) { static_cast<void>(pressed); }
};

}  // namespace varve::engine
