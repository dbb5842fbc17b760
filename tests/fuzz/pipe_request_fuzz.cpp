// A line that a client of `varve pipe` sends: parsed, judged at the door and answered. Whatever it is, the
// answer is one line of JSON under the client's id, and what was let in is given back as JSON too.

#include <varve/core/event_line.hpp>
#include <varve/core/json.hpp>
#include <varve/core/random.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include "allocation_limit.hpp"
#include "pipe/reply.hpp"
#include "pipe/request.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace varve;

void demand(bool holds) {
  if (!holds) std::abort();
}

void demand_line_of_json(std::string text) {
  demand(text.find('\n') == std::string::npos);
  demand(json::compact(text, 2000).has_value());
}

/// What the elements of a request can take at most, by the shortest spelling of each.
std::size_t most_in(std::size_t size) {
  const auto elements = [&](std::size_t element, std::string_view spelling) {
    return 2 * element * (size / spelling.size() + 1);
  };
  return std::max({elements(sizeof(new_event), R"({"type":"","data":0},)"),
                   elements(sizeof(stream_write), R"({"stream":"s"},)"),
                   elements(sizeof(stream_check), R"({"stream":"s","expected":0},)"),
                   elements(sizeof(query_item), "{},"), elements(sizeof(std::string), R"("",)"),
                   elements(sizeof(std::string), R"("":0,)")});
}

void demand_line_of_json(const new_event& event) {
  event_view view;
  view.stream = stream_view{"s"};
  view.type = event.type;
  view.content_type = engine::content_type_of(event);
  view.data = event.data;
  view.metadata = engine::metadata_of(event);
  view.tags = event.tags.view();
  view.occurred_at = event.occurred_at.value_or(timestamp{});
  std::string line;
  append_event_line(line, view);
  demand_line_of_json(std::move(line));
}

void judge(cli::pipe::change_request asked, const std::string& id) {
  static event_id_generator ids{system_clock(), system_random()};
  const auto prepared = engine::prepared_append::make(std::move(asked.append), system_clock(), ids);
  if (!prepared) return demand_line_of_json(cli::pipe::reply_to(id, prepared.error()));
  for (const auto& entry : prepared->entries()) demand_line_of_json(*entry.event);
}

cli::pipe::request parse(const std::string& line) {
  const fuzz::allocation_limit limit{most_in(line.size())};
  return cli::pipe::parse_request(line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string line(reinterpret_cast<const char*>(data), size);
  std::erase(line, '\n');  // it would be two
  auto asked = parse(line);
  demand_line_of_json(asked.id);
  if (!asked.what)
    demand_line_of_json(cli::pipe::reply_to(asked.id, asked.what.error()));
  else if (auto* const change = std::get_if<cli::pipe::change_request>(&*asked.what))
    judge(std::move(*change), asked.id);
  return 0;
}
