#pragma once

#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/page.hpp>

#include "commands/commands.hpp"
#include "output/table.hpp"

namespace varve::cli {

/// Shows events: as lines of JSON, or as a table.
class event_printer {
 public:
  event_printer(bool json, const console& to);

  void print(const page& events);

 private:
  void print_row(const event_view& event);

  const bool json_;
  const console& to_;
  table table_;
  std::string line_;
};

/// The filter that a selection stands for.
[[nodiscard]] filter filter_of(const event_selection& selection);

/// Reads page after page with `read(limit)`, which goes on where it stopped, and prints them, until the end
/// or the limit.
template<class Read>
[[nodiscard]] result<exit_code> print_pages(const event_selection& selection, bool json, const console& to,
                                            Read&& read) {
  constexpr std::size_t page_size = 1000;
  event_printer printer{json, to};
  std::size_t left = selection.limit ? static_cast<std::size_t>(*selection.limit) : SIZE_MAX;
  while (true) {
    const result<page> events = read(left < page_size ? left : page_size);
    if (!events) return events.error();
    printer.print(*events);
    left -= events->size();
    if (events->at_end() || left == 0 || to.stopped()) return exit_code::ok;
  }
}

}  // namespace varve::cli
