#include "authors.hpp"

#include "describe.hpp"

namespace varve::testing {
namespace {

std::size_t index_of(log_state commit) {
  return static_cast<std::size_t>(commit - 1);
}

const event_id* first_id(const append_call& asked) {
  for (const auto& write : asked.writes)
    if (!write.ids.empty()) return &write.ids.front();
  return nullptr;
}

/// Whether a commit is what was asked for, all of it and no more.
bool is_work_of(const append_call& asked, std::span<const standing_event> commit) {
  std::size_t at = 0;
  for (const auto& write : asked.writes)
    for (const auto& id : write.ids) {
      if (at == commit.size() || commit[at].id != id || commit[at].stream != write.demand.stream)
        return false;
      ++at;
    }
  return at == commit.size();
}

}  // namespace

state_range meeting_all(const append_call& asked, const log_states& states) {
  state_range out = states.all();
  for (const auto& write : asked.writes) out = common(out, states.meeting(write.demand));
  for (const auto& check : asked.checks) out = common(out, states.meeting(check));
  return out;
}

authors::authors(const recorded_history& seen, const log_states& states, std::vector<history_finding>& found)
    : seen_(seen),
      states_(states),
      found_(found),
      claimed_(static_cast<std::size_t>(states.last())),
      doubtful_(claimed_.size()),
      works_(seen.operations.size()) {
  for (std::size_t i = 0; i < seen.operations.size(); ++i)
    if (const auto* asked = std::get_if<append_call>(&seen.operations[i].asked)) consider(i, *asked);
  settle();
}

void authors::consider(std::size_t operation, const append_call& asked) {
  const event_id* const id = first_id(asked);
  if (id == nullptr) return;
  const auto& told = seen_.operations[operation].told;
  const auto* const acknowledged = std::get_if<appended>(&told);
  const auto commit = states_.commit_of(*id);
  if (!commit || !is_work_of(asked, states_.commit(*commit))) {
    if (acknowledged != nullptr) miss(operation, asked);
  } else if (acknowledged != nullptr && !acknowledged->replayed) {
    claim(operation, *commit);
  } else if (std::holds_alternative<unknown>(told) || std::holds_alternative<unanswered>(told)) {
    doubt(operation, asked, *commit);
  }
}

void authors::miss(std::size_t operation, const append_call& asked) {
  const bool partly = states_.commit_of(*first_id(asked)).has_value();
  found_.push_back({partly ? history_fault::split : history_fault::lost,
                    describe(seen_.operations[operation]) +
                        (partly ? ": does not stand as one commit" : ": does not stand in the log")});
}

void authors::claim(std::size_t operation, log_state commit) {
  auto& author = claimed_[index_of(commit)];
  if (author)
    found_.push_back({history_fault::twice,
                      describe(seen_.operations[operation]) + ": so was another one, for the same events"});
  else
    author = operation;
}

/// Of several in doubt, one whose demands held, and of these the one that began first, leaves most freedom.
void authors::doubt(std::size_t operation, const append_call& asked, log_state commit) {
  auto& author = doubtful_[index_of(commit)];
  const auto better = [&](std::size_t other) {
    const auto& known = std::get<append_call>(seen_.operations[other].asked);
    const bool met = meeting_all(asked, states_).holds(commit - 1);
    const bool known_met = meeting_all(known, states_).holds(commit - 1);
    if (met != known_met) return met;
    return seen_.operations[operation].begun < seen_.operations[other].begun;
  };
  if (!author || better(*author)) author = operation;
}

void authors::settle() {
  for (log_state commit = 1; commit <= states_.last(); ++commit) {
    const auto author = claimed_[index_of(commit)] ? claimed_[index_of(commit)] : doubtful_[index_of(commit)];
    if (author) {
      judge(commit, *author);
    } else {
      found_.push_back(
          {history_fault::unasked, "the commit at position " +
                                       std::to_string(states_.commit(commit).front().position.value()) +
                                       " stands, and nobody who may have written it asked for it"});
    }
  }
}

void authors::judge(log_state commit, std::size_t author) {
  works_[author] = commit;
  const operation& made = seen_.operations[author];
  if (meeting_all(std::get<append_call>(made.asked), states_).holds(commit - 1)) return;
  found_.push_back(
      {history_fault::unmet, describe(made) + ": stands at position " +
                                 std::to_string(states_.commit(commit).front().position.value()) +
                                 " though a demand did not hold there"});
}

}  // namespace varve::testing
