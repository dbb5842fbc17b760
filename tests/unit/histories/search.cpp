#include "search.hpp"

#include "model_log.hpp"

#include <algorithm>

namespace varve::testing {
namespace {

bool same(const written& a, const written& b) {
  return a == b;
}

bool told_so(const append_outcome& truth, const history_answer& told) {
  if (const auto* yes = std::get_if<appended>(&truth)) {
    const auto* said = std::get_if<appended>(&told);
    return said != nullptr && said->first == yes->first && said->last == yes->last &&
           said->replayed == yes->replayed && std::ranges::equal(said->writes, yes->writes, same);
  }
  if (const auto* lost = std::get_if<conflict>(&truth)) {
    const auto* said = std::get_if<conflict>(&told);
    return said != nullptr && said->stream == lost->stream && said->expected == lost->expected &&
           said->actual == lost->actual;
  }
  return false;
}

/// A page may stop anywhere, unless it says that it has reached the end.
bool told_so(const page_answer& truth, const page_answer& told) {
  if (told.head != truth.head || told.events.size() > truth.events.size()) return false;
  if (told.end && told.events.size() != truth.events.size()) return false;
  return std::equal(told.events.begin(), told.events.end(), truth.events.begin());
}

bool may_come_later_or_never(const operation& one) {
  return std::holds_alternative<unknown>(one.told) || std::holds_alternative<unanswered>(one.told);
}

/// An answer that says nothing of the log, or something that needs no moment to happen at.
bool says_nothing(const operation& one) {
  return std::holds_alternative<not_written>(one.told) || std::holds_alternative<read_failed>(one.told);
}

class search {
 public:
  explicit search(const recorded_history& seen) : seen_(seen), done_(seen.operations.size(), false) {}

  bool run(const model_log& log) {
    if (log.log().size() > seen_.log.size() ||
        !std::equal(log.log().begin(), log.log().end(), seen_.log.begin()))
      return false;
    if (all_answered() && log.log() == seen_.log) return true;
    for (std::size_t i = 0; i < done_.size(); ++i)
      if (!done_[i] && !waits(i) && try_next(i, log)) return true;
    return false;
  }

 private:
  [[nodiscard]] bool all_answered() const {
    for (std::size_t i = 0; i < done_.size(); ++i)
      if (!done_[i] && !may_come_later_or_never(seen_.operations[i])) return false;
    return true;
  }

  /// Whether something that was over before this began has not happened yet.
  [[nodiscard]] bool waits(std::size_t i) const {
    for (std::size_t other = 0; other < done_.size(); ++other)
      if (!done_[other] && !may_come_later_or_never(seen_.operations[other]) &&
          seen_.operations[other].ended < seen_.operations[i].begun)
        return true;
    return false;
  }

  bool try_next(std::size_t i, const model_log& log) {
    model_log after = log;
    if (!happens(seen_.operations[i], after)) return false;
    done_[i] = true;
    const bool found = run(after);
    done_[i] = false;
    return found;
  }

  static bool happens(const operation& one, model_log& log) {
    if (says_nothing(one)) return true;
    if (const auto* asked = std::get_if<append_call>(&one.asked)) {
      const auto truth = log.append(*asked);
      const auto* const wrote = std::get_if<appended>(&truth);
      return may_come_later_or_never(one) ? wrote != nullptr && !wrote->replayed : told_so(truth, one.told);
    }
    const auto* const told = std::get_if<page_answer>(&one.told);
    if (told == nullptr) return false;  // a read without an answer shows nothing
    if (const auto* asked = std::get_if<log_call>(&one.asked)) return told_so(log.read(*asked), *told);
    return told_so(log.read(std::get<stream_call>(one.asked)), *told);
  }

  const recorded_history& seen_;
  std::vector<bool> done_;
};

}  // namespace

bool has_an_order(const recorded_history& seen) {
  return search{seen}.run({});
}

}  // namespace varve::testing
