#include <varve/testing/history_recorder.hpp>

namespace varve::testing {

std::size_t history_notes::begin(const history_call& asked, instant when) {
  const std::scoped_lock lock{mutex_};
  operations_.push_back({asked, unanswered{}, when, never});
  return operations_.size() - 1;
}

void history_notes::end(std::size_t number, const history_answer& told, instant when) {
  const std::scoped_lock lock{mutex_};
  operations_[number].told = told;
  operations_[number].ended = when;
}

std::vector<operation> history_notes::operations() const {
  const std::scoped_lock lock{mutex_};
  return operations_;
}

}  // namespace varve::testing
