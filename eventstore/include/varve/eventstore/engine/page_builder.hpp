#pragma once

#include <varve/eventstore/page.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace varve::engine {

/// Puts a page together: copies what events borrow into blocks of memory that never move, without an
/// allocation an event.
class page_builder {
 public:
  /// Copies `bytes`; the copy lives as long as the page and is followed by at least 64 readable bytes.
  [[nodiscard]] std::string_view keep(std::string_view bytes);
  [[nodiscard]] const digest* keep(const digest& value);
  /// The event must borrow only what was kept, or what outlives the page.
  void add(const event_view& event) { events_.push_back(event); }

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] std::vector<event_view>& events() { return events_; }
  /// Gives the page and leaves the builder empty.
  [[nodiscard]] page finish(const page::facts& known);

 private:
  std::vector<event_view> events_;
  std::vector<page::block> blocks_;
};

}  // namespace varve::engine
