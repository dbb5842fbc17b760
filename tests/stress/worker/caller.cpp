#include "caller.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace varve::stress {
namespace {

constexpr std::uint64_t wanted_streams = 6;
constexpr std::size_t page_limit = 12;
constexpr std::chrono::seconds longest_doubt{60};
constexpr std::chrono::milliseconds longest_pause{50};

new_event noted(const event_id& id) {
  new_event out;
  out.id = id;
  out.type = "noted";
  out.data = "{}";
  return out;
}

/// Whether the caller knows what became of it.
bool is_settled(const append_outcome& outcome) {
  if (std::holds_alternative<unknown>(outcome)) return false;
  const auto* const refused = std::get_if<not_written>(&outcome);
  return refused == nullptr || refused->why.code != errc::unavailable;
}

}  // namespace

append_request again(const testing::append_call& call) {
  append_request out;
  for (const auto& write : call.writes) {
    auto& copy = out.writes.emplace_back(stream_write{write.demand.stream, write.demand.expected, {}});
    for (const auto& id : write.ids) copy.events.push_back(noted(id));
  }
  for (const auto& check : call.checks) out.checks.push_back({check.stream, check.expected});
  return out;
}

caller::caller(event_store& store, std::uint64_t seed, std::string name,
               std::vector<testing::append_call> doubts)
    : store_(store), random_(seed), ids_(system_clock(), system_random()), own_("own-" + std::move(name)) {
  for (const auto& doubt : doubts) doubts_.push_back(again(doubt));
}

void caller::operate() {
  if (!doubts_.empty()) {
    const append_request doubt = std::move(doubts_.back());
    doubts_.pop_back();
    return send(doubt);
  }
  const auto choice = random_.below(20);
  if (choice < 9)
    append_where_it_believes();
  else if (choice < 11)
    append_anyhow();
  else if (choice < 13)
    append_to_two();
  else if (choice < 14)
    check_alone();
  else if (choice < 16)
    repeat();
  else if (choice < 18)
    read_a_stream();
  else
    read_the_log();
}

std::string caller::any_stream() {
  const auto choice = random_.below(wanted_streams + 2);
  return choice < wanted_streams ? "wanted-" + std::to_string(choice) : own_;
}

expected caller::belief_of(const std::string& stream) const {
  const auto known = known_.find(stream);
  return known == known_.end() ? expected::no_stream() : expected{known->second};
}

std::vector<new_event> caller::some_events() {
  std::vector<new_event> out;
  for (auto left = 1 + random_.below(3); left > 0; --left) out.push_back(noted(ids_.next()));
  return out;
}

void caller::append_where_it_believes() {
  const std::string stream = any_stream();
  send(append_request::to(stream, some_events(), belief_of(stream)));
}

void caller::append_anyhow() {
  send(append_request::to(any_stream(), some_events()));
}

void caller::append_to_two() {
  const std::string wanted = any_stream();
  const std::string checked = any_stream();
  append_request request = append_request::to(wanted, some_events(), belief_of(wanted));
  request.writes.push_back({own_, wanted == own_ ? expected::any() : belief_of(own_), some_events()});
  request.checks.push_back({checked, belief_of(checked)});
  send(request);
}

void caller::check_alone() {
  append_request request;
  const std::string stream = any_stream();
  request.checks.push_back({stream, belief_of(stream)});
  send(request);
}

void caller::repeat() {
  if (sent_.empty()) return append_anyhow();
  send(append_request{sent_[random_.below(sent_.size())]});
}

void caller::read_a_stream() {
  const std::string stream = any_stream();
  const auto known = known_.find(stream);
  const auto read = store_.read_stream(stream, known == known_.end() ? revision{} : known->second, {},
                                       {.limit = page_limit});
  if (read && !read->empty()) known_[stream] = (*read)[read->size() - 1].revision;
}

void caller::read_the_log() {
  const auto read = store_.read_log(seen_, {}, {.limit = page_limit, .whole_commits = random_.below(2) == 0});
  if (!read) return;
  if (read->scanned()) seen_ = {read->head().epoch, read->scanned()->position};
  if (read->head().position - seen_.position > 100) seen_.position = read->head().position + -5;
}

void caller::send(const append_request& request) {
  const auto patience = std::chrono::steady_clock::now() + longest_doubt;
  append_outcome outcome = store_.append_and_wait(request);
  for (auto pause = std::chrono::milliseconds{1}; !is_settled(outcome);
       pause = std::min(2 * pause, longest_pause)) {
    if (std::chrono::steady_clock::now() > patience)
      throw std::runtime_error("a store was unavailable for too long");
    std::this_thread::sleep_for(pause);
    outcome = store_.append_and_wait(request);
  }
  learn(outcome);
  if (request.writes.empty()) return;
  if (sent_.size() < 16)
    sent_.push_back(request);
  else
    sent_[random_.below(sent_.size())] = request;
}

void caller::learn(const append_outcome& outcome) {
  if (const auto* done = std::get_if<appended>(&outcome); done != nullptr && !done->replayed)
    for (const auto& write : done->writes) known_[write.stream] = write.last;
  const auto* const lost = std::get_if<conflict>(&outcome);
  if (lost == nullptr) return;
  if (lost->actual)
    known_[lost->stream] = *lost->actual;
  else
    known_.erase(lost->stream);
}

}  // namespace varve::stress
