#include "log_states.hpp"

#include <algorithm>
#include <unordered_set>

namespace varve::testing {
namespace {

std::string at(const standing_event& event, std::string_view what) {
  return "at position " + std::to_string(event.position.value()) + ' ' + std::string(what);
}

bool begins_a_commit(const standing_event& event) {
  return event.commit == event.position;
}

}  // namespace

state_range common(state_range a, state_range b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

std::optional<std::string> log_states::misnumbered(const std::vector<standing_event>& log) {
  std::unordered_map<std::string, revision> next;
  std::unordered_set<uuid, uuid_hash> ids;
  position place;
  position commit;
  for (const auto& event : log) {
    place = place.next();
    if (event.position != place) return at(event, "where " + std::to_string(place.value()) + " is due");
    if (begins_a_commit(event)) commit = place;
    if (event.commit != commit)
      return at(event, "a commit of position " + std::to_string(event.commit.value()) +
                           " goes on, in that of " + std::to_string(commit.value()));
    revision& due = next[event.stream];
    if (event.revision != due)
      return at(event, "stands revision " + std::to_string(event.revision.value()) + " of " + event.stream +
                           ", where " + std::to_string(due.value()) + " is due");
    due = due.next();
    if (!ids.insert(event.id.value).second) return at(event, "stands " + event.id.to_string() + " once more");
  }
  return std::nullopt;
}

log_states::log_states(const std::vector<standing_event>& log) : log_(log) {
  commits_.reserve(log.size());
  places_.reserve(log.size());
  for (std::size_t index = 0; index < log.size(); ++index) {
    if (begins_a_commit(log[index])) begins_.push_back(index);
    commits_.push_back(last());
    places_.emplace(log[index].id.value, index);
    streams_[log[index].stream].push_back(index);
  }
}

std::span<const standing_event> log_states::commit(log_state k) const {
  const auto number = static_cast<std::size_t>(k);
  const std::size_t end = k == last() ? log_.size() : begins_[number];
  return std::span{log_}.subspan(begins_[number - 1], end - begins_[number - 1]);
}

std::optional<log_state> log_states::with_head(position head) const {
  if (head == position{}) return 0;
  const auto index = static_cast<std::size_t>(head.value() - 1);
  if (head < position{} || index >= log_.size()) return std::nullopt;
  const bool ends = index + 1 == log_.size() || begins_a_commit(log_[index + 1]);
  return ends ? std::optional{commit_at(index)} : std::nullopt;
}

std::optional<log_state> log_states::commit_of(const event_id& id) const {
  const auto found = places_.find(id.value);
  return found == places_.end() ? std::nullopt : std::optional{commit_at(found->second)};
}

const std::vector<std::size_t>& log_states::events_of(const std::string& stream) const {
  static const std::vector<std::size_t> none;
  const auto found = streams_.find(stream);
  return found == streams_.end() ? none : found->second;
}

const standing_event* log_states::event_of(const std::string& stream, revision at) const {
  const auto& events = events_of(stream);
  const auto number = static_cast<std::size_t>(at.value());
  return at < revision{} || number >= events.size() ? nullptr : &log_[events[number]];
}

std::int64_t log_states::length_of(const std::string& stream, log_state in) const {
  return std::ranges::upper_bound(events_of(stream), in, {},
                                  [this](std::size_t index) { return commit_at(index); }) -
         events_of(stream).begin();
}

state_range log_states::ending_with(const std::string& stream, std::optional<revision> last_revision) const {
  const auto& events = events_of(stream);
  const auto due =
      last_revision ? static_cast<std::size_t>(last_revision->value()) + 1 : 0;  // events by then
  if (due > events.size()) return {1, 0};
  const log_state first = due == 0 ? 0 : commit_at(events[due - 1]);
  return {first, due == events.size() ? last() : commit_at(events[due]) - 1};
}

state_range log_states::meeting(const stream_demand& demand) const {
  switch (demand.expected.what()) {
    case expected::kind::any: return all();
    case expected::kind::no_stream: return ending_with(demand.stream, std::nullopt);
    case expected::kind::stream_exists: return {ending_with(demand.stream, std::nullopt).last + 1, last()};
    case expected::kind::exactly: return ending_with(demand.stream, demand.expected.revision());
  }
  return {1, 0};
}

}  // namespace varve::testing
