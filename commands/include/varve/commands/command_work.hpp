#pragma once

#include <varve/commands/command_context.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/result.hpp>
#include <varve/eventstore/page.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace varve {

/// The commands for one stream and the state they are decided on, as the handle algorithm sees them: without
/// their types. None of these throws.
class command_work {
 public:
  virtual ~command_work() = default;

  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual const command_context& context(std::size_t i) const = 0;
  /// A bounded name for metrics.
  [[nodiscard]] virtual std::string_view label() const = 0;

  /// Back to the state of a stream without events.
  virtual void reset() = 0;
  virtual result<void> fold(const page& events) = 0;
  /// Decides command `i` on the state that the events and the commands decided before have left, and keeps
  /// its events: how many there are, or `rejected` or `decide_threw`.
  virtual result<std::size_t> decide(std::size_t i) = 0;
  /// Appends the events kept for command `i`: name, data, tags. May be asked again.
  virtual result<void> encode(std::size_t i, std::vector<new_event>& out) = 0;
};

}  // namespace varve
