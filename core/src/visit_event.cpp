#include <varve/core/visit_event.hpp>

#include <string>

namespace varve::detail {
namespace {

std::string place_of(const event_view& view) {
  return "event '" + std::string(view.type) + "' at position " + std::to_string(view.position.value()) +
         " (stream '" + std::string(view.stream.name()) + "', revision " +
         std::to_string(view.revision.value()) + ')';
}

}  // namespace

error unknown_event(const event_view& view) {
  return {errc::unknown_event,
          place_of(view) +
              " is not in the family that should read it: name it there, as a retired shape with "
              "an upcaster when it is written no longer"};
}

error undecodable_event(const event_view& view, const error& why) {
  return {why.code, place_of(view) + ": " + why.message};
}

}  // namespace varve::detail
