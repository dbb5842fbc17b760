#include <varve/contract/requests.hpp>

#include <utility>

namespace varve::contract {

event_id id(std::uint32_t number) {
  event_id out;
  for (std::size_t i = 0; i < 4; ++i) out.value.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  out.value.bytes[6] = 0x70;
  out.value.bytes[8] = 0x80;
  return out;
}

new_event noted(std::uint32_t number) {
  return of_type("noted", number);
}

new_event of_type(std::string type, std::uint32_t number) {
  new_event out;
  if (number != 0) out.id = id(number);
  out.type = std::move(type);
  out.data = "{\"n\":0}";
  return out;
}

new_event tagged(tags labels, std::uint32_t number) {
  new_event out = noted(number);
  out.tags = std::move(labels);
  return out;
}

std::vector<new_event> several(std::size_t count) {
  return std::vector(count, noted());
}

append_request to(stream_id stream, std::vector<new_event> events, expected demand) {
  return append_request::to(std::move(stream), std::move(events), demand);
}

append_request with_check(append_request request, stream_id stream, expected demand) {
  request.checks.push_back({std::move(stream), demand});
  return request;
}

append_request with_condition(append_request request, query which, token after) {
  request.condition = append_condition{std::move(which), after};
  return request;
}

append_request with_id(append_request change, std::uint32_t number) {
  change.change->id = id(number);
  return change;
}

append_request with_deadline(append_request request, instant deadline) {
  request.deadline = deadline;
  return request;
}

query of(std::vector<std::string> types, std::vector<std::string> labels) {
  return {{{std::move(types), std::move(labels)}}};
}

}  // namespace varve::contract
