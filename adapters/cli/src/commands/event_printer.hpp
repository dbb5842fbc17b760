#pragma once

#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/page.hpp>

#include "commands/commands.hpp"
#include "output/table.hpp"

#include <utility>

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

/// Reads page after page with `read(limit)`, which goes on where it stopped, and prints them, until the
/// limit, or until the end is reached and `go_on()` says that nothing more is to come.
template<class Read, class GoOn>
[[nodiscard]] result<exit_code> print_pages(const event_selection& selection, bool json, const console& to,
                                            Read&& read, GoOn&& go_on) {
  constexpr std::size_t page_size = 1000;
  event_printer printer{json, to};
  std::size_t left = selection.limit ? static_cast<std::size_t>(*selection.limit) : SIZE_MAX;
  while (true) {
    const result<page> events = read(left < page_size ? left : page_size);
    if (!events) return events.error();
    printer.print(*events);
    left -= events->size();
    if (left == 0 || to.stopped()) return exit_code::ok;
    if (!events->at_end()) continue;
    const result<bool> more = go_on();
    if (!more) return more.error();
    if (!*more) return exit_code::ok;
  }
}

/// The same for what is there now.
template<class Read>
[[nodiscard]] result<exit_code> print_pages(const event_selection& selection, bool json, const console& to,
                                            Read&& read) {
  return print_pages(selection, json, to, std::forward<Read>(read), [] { return result<bool>{false}; });
}

}  // namespace varve::cli
