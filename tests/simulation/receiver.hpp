#pragma once

#include <varve/core/event_view.hpp>
#include <varve/eventstore/checkpoint.hpp>

#include <vector>

namespace varve::simulated {

/// What becomes of the events of one consumer, or of one range of it, and where its checkpoint is.
class receiver {
 public:
  virtual ~receiver() = default;

  [[nodiscard]] virtual checkpoint_key whose() const = 0;
  [[nodiscard]] virtual result<checkpoint> take_over() = 0;
  /// `dies` is a process that is killed in the middle of it.
  [[nodiscard]] virtual result<void> save(const checkpoint& from, const checkpoint& to,
                                          const std::vector<position>& delivered, bool dies) = 0;
  [[nodiscard]] virtual bool wants(const event_view&) const { return true; }
  /// Whether what is delivered has its effect for good before it is saved.
  [[nodiscard]] virtual bool at_once() const { return false; }
  virtual void handle(position) {}
};

}  // namespace varve::simulated
