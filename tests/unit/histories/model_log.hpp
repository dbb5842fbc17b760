#pragma once

#include <varve/testing/history.hpp>

#include <map>
#include <optional>
#include <vector>

namespace varve::testing {

/// What a log must do, one operation after the other, told as plainly as can be: what the checker is compared
/// with.
class model_log {
 public:
  [[nodiscard]] const std::vector<standing_event>& log() const { return log_; }
  [[nodiscard]] position head() const { return position{static_cast<std::int64_t>(log_.size())}; }

  /// The outcome, once it has happened.
  append_outcome append(const append_call& asked);
  /// The whole answer that a read without a limit gives.
  [[nodiscard]] page_answer read(const log_call& asked) const;
  [[nodiscard]] page_answer read(const stream_call& asked) const;

 private:
  [[nodiscard]] const standing_event* find(const event_id& id) const;
  [[nodiscard]] std::optional<revision> last(const std::string& stream) const;
  [[nodiscard]] std::optional<append_outcome> replay(const append_call& asked) const;
  [[nodiscard]] std::optional<append_outcome> judge(const stream_demand& demand) const;

  std::vector<standing_event> log_;
};

}  // namespace varve::testing
