#include <varve/projections/detail/keyed_projection.hpp>
#include <varve/projections/detail/projection_body.hpp>

#include <set>

namespace varve::detail {
namespace {

std::string place_of(const event_view& event) {
  return "at position " + std::to_string(event.position.value()) + ", event " + event.id.to_string() + " (" +
         std::string{event.type} + " of " + std::string{event.stream.name()} + ")";
}

}  // namespace

consumer::refusal refuse_event(const event_view& event, const char* function, const std::exception& thrown) {
  const auto* failed = dynamic_cast<const failure*>(&thrown);
  const bool may_pass = failed != nullptr && is_transient(failed->code());
  return {{may_pass ? failed->code() : errc::handler_threw,
           std::string{function} + " threw " + place_of(event) + ": " + thrown.what()},
          event.commit};
}

consumer::refusal refuse_event(const undecodable_event_at& event) {
  return {{event.why.code, place_of(*event.view) + ": " + event.why.message}, event.view->commit};
}

void refuse_partitions(std::string_view view) {
  throw failure{
      {errc::unsupported, "`" + std::string{view} +
                              "` is read from memory, and its slices are cut into ranges: run it without "
                              "partitions, or read its table"}};
}

void check_columns(std::string_view view, const row_shape& shape) {
  std::set<std::string> names;
  for (const auto* columns : {&shape.key, &shape.values}) {
    for (const auto& each : *columns) {
      if (names.insert(each.name).second) continue;
      throw failure{{errc::invalid_argument, "`" + std::string{view} + "`: two of its columns are named `" +
                                                 each.name + "`: rename a member, or the key by `key_name`"}};
    }
  }
}

}  // namespace varve::detail
