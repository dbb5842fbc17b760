#pragma once

#include <varve/testing/check_history.hpp>

#include "log_states.hpp"

#include <optional>
#include <vector>

namespace varve::testing {

/// Which operation made which commit.
class authors {
 public:
  /// Notes what is wrong with it in `found`.
  authors(const recorded_history& seen, const log_states& states, std::vector<history_finding>& found);

  /// The commit that an operation made; nullopt when it made none.
  [[nodiscard]] std::optional<log_state> work_of(std::size_t operation) const { return works_[operation]; }

 private:
  void consider(std::size_t operation, const append_call& asked);
  void claim(std::size_t operation, log_state commit);
  void doubt(std::size_t operation, const append_call& asked, log_state commit);
  void miss(std::size_t operation, const append_call& asked);
  void settle();
  void judge(log_state commit, std::size_t author);

  const recorded_history& seen_;
  const log_states& states_;
  std::vector<history_finding>& found_;
  std::vector<std::optional<std::size_t>> claimed_;   // by commit
  std::vector<std::optional<std::size_t>> doubtful_;  // by commit; the likeliest
  std::vector<std::optional<log_state>> works_;       // by operation
};

/// In which states all demands of a call hold.
[[nodiscard]] state_range meeting_all(const append_call& asked, const log_states& states);

}  // namespace varve::testing
