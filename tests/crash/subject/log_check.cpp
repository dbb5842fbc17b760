#include "log_check.hpp"

#include "compaction.hpp"

#include <set>

namespace varve::crash {
namespace {

using range = acknowledgements::range;

std::string text(range where) {
  return std::to_string(where.first) + " to " + std::to_string(where.last);
}

/// Whether events stand one behind the other in one commit of their own.
bool one_commit(const std::vector<std::optional<event_ref>>& found) {
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]->position != found[0]->position + static_cast<std::int64_t>(i) ||
        found[i]->commit != found[0]->position)
      return false;
  return true;
}

}  // namespace

log_check::log_check(event_store& log, const acknowledgements& known, findings& out)
    : log_(log), known_(known), out_(out) {}

log_check::standing log_check::look_for(const step& wanted, range& where) {
  const auto found = log_.find(wanted.ids).value();
  std::size_t standing_ones = 0;
  for (const auto& each : found) standing_ones += each ? 1U : 0U;
  if (standing_ones == 0) return standing::absent;
  if (standing_ones < found.size() || !one_commit(found)) return standing::torn;
  where = {found.front()->position.value(), found.back()->position.value()};
  return standing::whole;
}

void log_check::compare_bytes(const step& wanted) {
  std::size_t index = 0;
  const auto found = log_.find(wanted.ids).value();
  for (const auto& write : wanted.request.writes) {
    for (const auto& event : write.events) {
      const auto& there = *found[index++];
      const bool good =
          there.stream == write.stream.name() && there.type == event.type &&
          there.occurred_at == *event.occurred_at &&
          there.content_digest == content_digest(write.stream.name(), event.type, json_content_type,
                                                 event.data, event.tags.view());
      out_.expect(good, "the event at " + std::to_string(there.position.value()) + " is not what was sent");
    }
  }
}

void log_check::check_acknowledged(const std::string& name, const step& wanted, range where) {
  range there;
  const auto how = look_for(wanted, there);
  if (!out_.expect(how == standing::whole, name + " was acknowledged and is not there whole")) return;
  out_.expect(there == where, name + " was acknowledged at " + text(where) + " and stands at " + text(there));
  compare_bytes(wanted);
}

void log_check::check_truth(int number, const std::optional<range>& where) {
  const step& wanted = plan_[static_cast<std::size_t>(number)];
  const std::string name = "step " + std::to_string(number);
  if (where) return check_acknowledged(name, wanted, *where);
  range there;
  const bool absent = wanted.loses || wanted.repeats || look_for(wanted, there) == standing::absent;
  out_.expect(absent, name + " was said to be absent and stands");
}

void log_check::after_the_kill() {
  const auto skeletons = skeletons_in(log_);
  out_.expect(skeletons >= known_.compacted, "that " + std::to_string(known_.compacted) +
                                                 " events are compacted was acknowledged, and " +
                                                 std::to_string(skeletons) + " are");
  for (const auto& [turn, where] : known_.guests)
    check_acknowledged("guest " + std::to_string(turn), guest_step(turn), where);
  for (const auto& [number, where] : known_.truth) check_truth(number, where);
  int first_absent = steps;
  for (int number = 0; number < steps; ++number) {
    const step& wanted = plan_[static_cast<std::size_t>(number)];
    const std::string name = "step " + std::to_string(number);
    if (wanted.loses || (wanted.repeats && !known_.did.contains(number))) continue;
    if (const auto acknowledged = known_.did.find(number); acknowledged != known_.did.end()) {
      check_acknowledged(name, wanted, acknowledged->second);
      continue;
    }
    range there;
    const auto how = look_for(wanted, there);
    out_.expect(how != standing::torn, name + " is torn");
    if (how == standing::absent) first_absent = std::min(first_absent, number);
    if (how == standing::whole) {
      out_.expect(number < first_absent, name + " stands and one before it does not");
      compare_bytes(wanted);
    }
  }
}

void log_check::send_again() {
  for (int number = 0; number < steps; ++number) send_again(number, plan_[static_cast<std::size_t>(number)]);
  expect_each_once();
  compact_the_rest();
}

void log_check::compact_the_rest() {
  compact(log_, 0, [](const std::string&) {}).value();
  const auto hidden = hidden_in(log_);
  const auto skeletons = skeletons_in(log_);
  out_.expect(skeletons == hidden, std::to_string(hidden) + " events are hidden, and " +
                                       std::to_string(skeletons) + " are skeletons once all is compacted");
}

void log_check::send_again(int number, const step& wanted) {
  const std::string name = "step " + std::to_string(number) + ", sent again,";
  range before;
  const bool stood = !wanted.loses && look_for(wanted, before) == standing::whole;
  const auto outcome = log_.append_and_wait(wanted.request);
  if (wanted.loses) {
    out_.expect(std::holds_alternative<conflict>(outcome), name + " is no conflict any more");
    return;
  }
  const auto done = to_result(outcome);
  if (!out_.expect(done.has_value(), name + " is refused: " + (done ? "" : done.error().message))) return;
  out_.expect(done->replayed == stood, name + (stood ? " is not known again" : " is taken for a repeat"));
  const range now{done->first.value(), done->last.value()};
  out_.expect(!stood || before == now, name + " moved from " + text(before) + " to " + text(now));
}

void log_check::expect_each_once() {
  std::set<event_id> all;
  for (const auto& each : plan_) all.insert(each.ids.begin(), each.ids.end());
  const auto events = static_cast<std::int64_t>(all.size() + 2 * known_.guests.size());
  const auto head = log_.info().value().head.position.value();
  out_.expect(head == events,
              "the log holds " + std::to_string(head) + " events, not " + std::to_string(events));
}

}  // namespace varve::crash
