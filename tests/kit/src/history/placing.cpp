#include "placing.hpp"

#include <algorithm>

namespace varve::testing {
namespace {

constexpr state_range nowhere{1, 0};

/// Whether a demand would hold on a stream that ends with this revision, or is not there.
bool holds(const expected& demand, std::optional<revision> last) {
  switch (demand.what()) {
    case expected::kind::any: return true;
    case expected::kind::no_stream: return !last;
    case expected::kind::stream_exists: return last.has_value();
    case expected::kind::exactly: return last == demand.revision();
  }
  return false;
}

std::vector<const stream_demand*> demands_of(const append_call& asked) {
  std::vector<const stream_demand*> out;
  for (const auto& write : asked.writes) out.push_back(&write.demand);
  for (const auto& check : asked.checks) out.push_back(&check);
  return out;
}

/// From the first of its ids on, an append is answered as a repeat.
log_state last_without(const append_call& asked, const log_states& states) {
  log_state out = states.last();
  for (const auto& write : asked.writes)
    for (const auto& id : write.ids)
      if (const auto commit = states.commit_of(id)) out = std::min(out, *commit - 1);
  return out;
}

/// The states in which the demand that the conflict names is the first that fails, as it says.
state_range placed(const append_call& asked, const conflict& told, const log_states& states) {
  if (holds(told.expected, told.actual)) return nowhere;
  state_range out = common(states.ending_with(told.stream, told.actual), {0, last_without(asked, states)});
  state_range named = nowhere;
  for (const auto* demand : demands_of(asked)) {
    if (demand->stream == told.stream && demand->expected == told.expected) {
      named = out;
      break;
    }
    out = common(out, states.meeting(*demand));
  }
  return named;
}

bool quotes(const appended& told, const append_call& asked, std::span<const standing_event> commit) {
  if (told.first != commit.front().position || told.last != commit.back().position) return false;
  if (told.writes.size() != asked.writes.size()) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < told.writes.size(); ++i) {
    const std::size_t count = asked.writes[i].ids.size();
    if (count == 0) continue;
    if (told.writes[i].stream != asked.writes[i].demand.stream) return false;
    if (told.writes[i].first != commit[at].revision || told.writes[i].last != commit[at + count - 1].revision)
      return false;
    at += count;
  }
  return true;
}

placing of_appended(const append_call& asked, const appended& told, std::optional<log_state> made,
                    const log_states& states) {
  const bool empty = std::ranges::all_of(asked.writes, [](const auto& write) { return write.ids.empty(); });
  if (empty) return {meeting_all(asked, states), false, !told.replayed && told.last == position{}};
  if (made) return {{*made - 1, *made - 1}, true, quotes(told, asked, states.commit(*made))};
  std::optional<log_state> commit;
  for (const auto& write : asked.writes)
    if (!commit && !write.ids.empty()) commit = states.commit_of(write.ids.front());
  if (!commit) return {states.all(), false, true, true};  // lost, and reported as such
  return {{*commit, states.last()}, false, quotes(told, asked, states.commit(*commit))};
}

placing of_append(const append_call& asked, const history_answer& told, std::optional<log_state> made,
                  const log_states& states) {
  if (const auto* yes = std::get_if<appended>(&told)) return of_appended(asked, *yes, made, states);
  if (const auto* no = std::get_if<conflict>(&told)) return {placed(asked, *no, states)};
  if (made) return {{*made - 1, *made - 1}, true};
  return {states.all(), false, true, true};
}

bool shows(const log_call& asked, const page_answer& told, const log_states& states) {
  position due = asked.after;
  for (const auto& event : told.events) {
    due = due.next();
    if (due > told.head || event != states.log()[static_cast<std::size_t>(due.value() - 1)]) return false;
  }
  return !told.end || due >= told.head;
}

bool shows(const stream_call& asked, const page_answer& told, log_state in, const log_states& states) {
  const revision end{states.length_of(asked.stream, in)};
  revision due = asked.from;
  for (const auto& event : told.events) {
    if (due >= end || event != *states.event_of(asked.stream, due)) return false;
    due = due.next();
  }
  return !told.end || due >= end;
}

placing of_page(const history_call& asked, const page_answer& told, const log_states& states) {
  const auto state = states.with_head(told.head);
  if (!state) return {states.all(), false, false, true};
  const bool well = std::holds_alternative<log_call>(asked)
                        ? shows(std::get<log_call>(asked), told, states)
                        : shows(std::get<stream_call>(asked), told, *state, states);
  return {{*state, *state}, false, well};
}

}  // namespace

placing place_operation(const recorded_history& seen, std::size_t index, const log_states& states,
                        const authors& made_by) {
  const operation& one = seen.operations[index];
  if (const auto* asked = std::get_if<append_call>(&one.asked))
    return of_append(*asked, one.told, made_by.work_of(index), states);
  if (const auto* told = std::get_if<page_answer>(&one.told)) return of_page(one.asked, *told, states);
  return {states.all(), false, true, true};
}

}  // namespace varve::testing
