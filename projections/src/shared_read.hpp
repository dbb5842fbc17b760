#pragma once

#include <varve/projections/detail/decoded_page.hpp>

#include "page_ahead.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace varve::detail {

/// Reads and decodes each page once for several projections. Whoever is in front reads and decodes, which
/// slows it down; the others are given what it read. One that falls too far behind finds nothing here any
/// more and reads alone, so that it holds nobody back; at the head they meet again. Thread-safe.
class shared_read {
 public:
  /// `is_shared`: by several. `looks_ahead`: all pages are asked for with the same limit.
  shared_read(event_store& log, filter which, page_decoder decode, bool is_shared, bool looks_ahead)
      : log_(log, std::move(which), looks_ahead), decode_(decode), is_shared_(is_shared) {}

  /// A page that holds what follows `after`; it may begin earlier.
  [[nodiscard]] result<std::shared_ptr<const decoded_events>> behind(const token& after, std::size_t limit);
  /// From now on pages show the log as it is. Only while nobody else reads.
  void renew();

 private:
  using events = std::shared_ptr<const decoded_events>;
  class turn;

  struct held {
    position after;
    position edge;
    events page;
  };

  static constexpr std::size_t most_held = 8;

  [[nodiscard]] result<events> decoded(result<page> next) const;
  [[nodiscard]] events find(position after) const;
  void keep(position after, const events& page);

  page_ahead log_;
  page_decoder decode_;
  bool is_shared_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<held> held_;            // ascending and without gaps
  std::optional<position> reading_;  // what somebody is reading behind, to hold it here
};

}  // namespace varve::detail
