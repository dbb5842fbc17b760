#include <varve/testing/check_history.hpp>

#include "authors.hpp"
#include "describe.hpp"
#include "placing.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace varve::testing {
namespace {

using findings = std::vector<history_finding>;

/// A moment at which an operation begins or ends. What begins in the very moment in which another one ends
/// runs beside it.
struct moment {
  instant when;
  bool ends;
  std::size_t operation;

  friend bool operator<(const moment& a, const moment& b) {
    return std::tie(a.when, a.ends) < std::tie(b.when, b.ends);
  }
};

/// Goes through time and gives each operation the earliest place that it can have.
class sweep {
 public:
  sweep(const recorded_history& seen, const log_states& states, const authors& made_by, findings& found)
      : seen_(seen), states_(states), found_(found), left_(seen.operations.size(), 0) {
    for (std::size_t i = 0; i < seen.operations.size(); ++i) {
      places_.push_back(place_operation(seen, i, states, made_by));
      const placing& where = places_.back();
      if (!where.reads_well) complain(i, misfit(i), "which is not what stands");
      if (where.before.empty()) complain(i, history_fault::untrue, "which never was so");
      if (!where.anywhere && !where.before.empty()) add(i);
    }
    std::sort(moments_.begin(), moments_.end());
  }

  void run() {
    for (const moment& now : moments_)
      if (now.ends)
        end(now.operation);
      else
        begin(now.operation);
  }

 private:
  void add(std::size_t i) {
    const operation& one = seen_.operations[i];
    moments_.push_back({one.begun, false, i});
    if (one.ended != never && !std::holds_alternative<unknown>(one.told))
      moments_.push_back({one.ended, true, i});
  }

  void begin(std::size_t i) {
    const placing& where = places_[i];
    if (reached_ > where.before.last) overtaken(i);
    const log_state found =
        reached_ > where.before.last ? where.before.last : std::max(reached_, where.before.first);
    left_[i] = where.commits ? found + 1 : found;
  }

  void end(std::size_t i) {
    if (left_[i] <= reached_) return;
    reached_ = left_[i];
    reached_by_ = i;
  }

  void overtaken(std::size_t i) {
    complain(i, history_fault::overtaken,
             "which fits the log only up to position " + head_of(places_[i].before.last) +
                 "; but before it began this was over: " + describe(seen_.operations[reached_by_]) +
                 ", which is or was shown position " + head_of(reached_));
  }

  [[nodiscard]] std::string head_of(log_state state) const {
    return state == 0 ? "0" : std::to_string(states_.commit(state).back().position.value());
  }

  [[nodiscard]] history_fault misfit(std::size_t i) const {
    return std::holds_alternative<appended>(seen_.operations[i].told) ? history_fault::misquoted
                                                                      : history_fault::misread;
  }

  void complain(std::size_t i, history_fault what, const std::string& why) {
    found_.push_back({what, describe(seen_.operations[i]) + ": " + why});
  }

  const recorded_history& seen_;
  const log_states& states_;
  findings& found_;
  std::vector<placing> places_;
  std::vector<moment> moments_;
  std::vector<log_state> left_;  // by what has begun, by operation
  log_state reached_ = 0;        // by what is over
  std::size_t reached_by_ = 0;
};

}  // namespace

std::string_view to_string(history_fault what) {
  constexpr std::array<std::string_view, 10> names{"misnumbered", "lost",  "split",  "unasked", "twice",
                                                   "misquoted",   "unmet", "untrue", "misread", "overtaken"};
  return names[static_cast<std::size_t>(what)];
}

findings check_history(const recorded_history& seen) {
  if (const auto wrong = log_states::misnumbered(seen.log)) return {{history_fault::misnumbered, *wrong}};
  findings found;
  const log_states states{seen.log};
  const authors made_by{seen, states, found};
  sweep{seen, states, made_by, found}.run();
  return found;
}

}  // namespace varve::testing
