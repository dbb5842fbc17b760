#pragma once

#include <varve/testing/history.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace varve::testing {

/// The log after its k-th commit is state k; 0 is the empty log.
using log_state = std::int64_t;

/// A run of states, both ends included; empty when `first` lies behind `last`.
struct state_range {
  log_state first;
  log_state last;

  [[nodiscard]] bool empty() const { return first > last; }
  [[nodiscard]] bool holds(log_state at) const { return first <= at && at <= last; }
};

[[nodiscard]] state_range common(state_range a, state_range b);

/// All states that a well-numbered log went through. Refers to the log.
class log_states {
 public:
  /// What is wrong with the numbers of a log; nullopt when nothing is.
  [[nodiscard]] static std::optional<std::string> misnumbered(const std::vector<standing_event>& log);

  explicit log_states(const std::vector<standing_event>& log);

  [[nodiscard]] log_state last() const { return static_cast<log_state>(begins_.size()); }
  [[nodiscard]] state_range all() const { return {0, last()}; }

  [[nodiscard]] std::span<const standing_event> log() const { return log_; }
  /// The events of the k-th commit, from 1 on.
  [[nodiscard]] std::span<const standing_event> commit(log_state k) const;
  /// The state with this head; nullopt when no commit ends there.
  [[nodiscard]] std::optional<log_state> with_head(position head) const;
  /// Which commit wrote an event; nullopt when it does not stand.
  [[nodiscard]] std::optional<log_state> commit_of(const event_id& id) const;
  /// The event at a place of a stream; null when none stands there.
  [[nodiscard]] const standing_event* event_of(const std::string& stream, revision at) const;
  /// How many events a stream has in a state.
  [[nodiscard]] std::int64_t length_of(const std::string& stream, log_state in) const;

  /// In which states a stream ends with this revision, or is not there.
  [[nodiscard]] state_range ending_with(const std::string& stream, std::optional<revision> last) const;
  /// In which states a demand holds.
  [[nodiscard]] state_range meeting(const stream_demand& demand) const;

 private:
  [[nodiscard]] log_state commit_at(std::size_t index) const { return commits_[index]; }
  [[nodiscard]] const std::vector<std::size_t>& events_of(const std::string& stream) const;

  const std::vector<standing_event>& log_;
  std::vector<std::size_t> begins_;  // of each commit, an index into the log
  std::vector<log_state> commits_;   // of each event
  std::unordered_map<uuid, std::size_t, uuid_hash> places_;
  std::unordered_map<std::string, std::vector<std::size_t>> streams_;
};

}  // namespace varve::testing
