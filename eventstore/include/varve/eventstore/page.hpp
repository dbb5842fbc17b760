#pragma once

#include <varve/core/event_view.hpp>
#include <varve/core/token.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace varve {

/// A place in the log together with the event that stands there, so that a reader that comes back can prove
/// that it is still the same history.
struct log_mark {
  varve::position position;
  event_id id;

  friend bool operator==(const log_mark&, const log_mark&) = default;
};

/// A run of events with the bytes they borrow. A range of `event_view`; the views live as long as the page,
/// also when it is moved.
class page {
 public:
  /// Fixed memory that holds the bytes of a page; each block ends in at least 64 spare bytes.
  using block = std::unique_ptr<char[]>;

  /// What a store knows about a page besides its events.
  struct facts {
    token head;                       ///< the log's last position at the moment of the read
    std::optional<log_mark> scanned;  ///< log reads: the last event looked at
    std::optional<log_mark> edge;     ///< forward log reads: the last event looked at that ends a commit
    std::optional<revision> scanned_revision;  ///< stream reads: the last looked at, hidden ones included
    bool end = false;                          ///< nothing more that matches stands in that direction now
  };

  page() = default;
  page(std::vector<event_view> events, std::vector<block> memory, facts known)
      : events_(std::move(events)), memory_(std::move(memory)), facts_(known) {}
  page(page&&) = default;
  page& operator=(page&&) = default;

  [[nodiscard]] auto begin() const& { return events_.begin(); }
  [[nodiscard]] auto end() const& { return events_.end(); }
  void begin() && = delete;
  void end() && = delete;
  [[nodiscard]] std::span<const event_view> events() const& { return events_; }
  void events() && = delete;
  [[nodiscard]] const event_view& operator[](std::size_t i) const& { return events_[i]; }
  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] bool empty() const { return events_.empty(); }

  /// Everything from where the read began up to here, in its direction, is either given or does not match.
  /// The next read begins behind it. Absent when nothing was looked at.
  [[nodiscard]] const std::optional<log_mark>& scanned() const { return facts_.scanned; }
  [[nodiscard]] const std::optional<revision>& scanned_revision() const { return facts_.scanned_revision; }
  /// Where a consumer may set its checkpoint: never inside a commit.
  [[nodiscard]] const std::optional<log_mark>& edge() const { return facts_.edge; }
  [[nodiscard]] const token& head() const { return facts_.head; }
  [[nodiscard]] bool at_end() const { return facts_.end; }

 private:
  std::vector<event_view> events_;
  std::vector<block> memory_;
  facts facts_;
};

}  // namespace varve
