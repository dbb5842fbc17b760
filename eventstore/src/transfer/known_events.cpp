#include "known_events.hpp"

namespace varve::transfer {
namespace {

bool same(const event_view& stands, const imported_event& event) {
  return stands.position == event.position && stands.commit == event.commit &&
         stands.revision == event.revision && stands.id == *event.what.id &&
         stands.occurred_at == *event.what.occurred_at && stands.recorded_at == event.recorded_at &&
         stands.stream.name() == event.stream.name() && stands.type == event.what.type &&
         stands.tags.packed() == event.what.tags.packed() && *stands.content_digest == event.content_digest;
}

}  // namespace

result<void> known_events::compare(const imported_event& event) {
  const auto stands = next();
  if (!stands) return stands.error();
  if (*stands != nullptr && same(**stands, event)) return {};
  return error{errc::conflict, "another event stands at position " + std::to_string(event.position.value()) +
                                   " of the log" + (*stands ? ", " + (*stands)->id.to_string() : "") +
                                   ": the two have diverged, and nothing more was imported"};
}

result<const event_view*> known_events::next() {
  if (at_ == page_.size()) {
    auto read = log_.read_log({{}, read_to_}, {}, {.limit = 1000, .skeletons = true});
    if (!read) return std::move(read).error();
    page_ = *std::move(read);
    at_ = 0;
    if (page_.empty()) return nullptr;
    read_to_ = page_.events().back().position;
  }
  return &page_[at_++];
}

}  // namespace varve::transfer
