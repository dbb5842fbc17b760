#include "commands/event_printer.hpp"

#include <varve/core/event_line.hpp>

namespace varve::cli {
namespace {

std::string data_of(const event_view& event) {
  if (event.content_type == "application/json") return harmless(event.data);
  return std::to_string(event.data.size()) + " bytes of " + std::string(event.content_type);
}

}  // namespace

event_printer::event_printer(bool json, const console& to)
    : json_(json),
      to_(to),
      table_({{"POSITION", table::align::right},
              {"STREAM"},
              {"REVISION", table::align::right},
              {"TYPE"},
              {"OCCURRED AT"},
              {"DATA"}},
             to.out, to.out_terminal) {}

void event_printer::print(const page& events) {
  for (const auto& event : events) {
    if (!json_) {
      print_row(event);
      continue;
    }
    line_.clear();
    append_event_line(line_, event);
    to_.out.write(line_);
  }
  if (!json_) table_.flush();
  to_.out.wait_for_room();
}

void event_printer::print_row(const event_view& event) {
  table_.add({std::to_string(event.position.value()), std::string(event.stream.name()),
              std::to_string(event.revision.value()), std::string(event.type), format_time(event.occurred_at),
              data_of(event)});
}

filter filter_of(const event_selection& selection) {
  filter which;
  which.types = selection.types;
  if (!selection.tags.empty()) which.query.items.push_back({{}, selection.tags});
  return which;
}

}  // namespace varve::cli
