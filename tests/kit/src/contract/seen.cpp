#include <varve/contract/seen.hpp>

namespace varve::contract {

seen::seen(const event_view& view)
    : position(view.position),
      commit(view.commit),
      stream(view.stream.name()),
      revision(view.revision),
      id(view.id),
      type(view.type),
      content_type(view.content_type),
      data(view.data),
      metadata(view.metadata),
      tags(view.tags.begin(), view.tags.end()),
      occurred_at(view.occurred_at),
      recorded_at(view.recorded_at),
      content_digest(view.content_digest == nullptr ? digest{} : *view.content_digest) {}

std::string seen::place() const {
  return std::to_string(position.value()) + ':' + stream + '@' + std::to_string(revision.value());
}

std::string last_of(const list& of) {
  return of.empty() ? "nothing" : of.back();
}

list places_of(const std::vector<seen>& events) {
  list out;
  for (const auto& one : events) out.push_back(one.place());
  return out;
}

}  // namespace varve::contract
