#include "seen_log.hpp"

#include "log_reader.hpp"
#include "standby_server.hpp"

#include <algorithm>

namespace varve::postgres {

token seen_log::furthest() const {
  const std::scoped_lock lock{mutex_};
  return furthest_;
}

void seen_log::take(const log_state& answer, const token& before) {
  if (!only_read_ && answer.standby) throw standby_server{};
  if (!only_read_) return;
  const std::scoped_lock lock{mutex_};
  if (answer.standby && lacks(answer.head, before))
    throw standby_server{"a standby has answered that lacks what was read before: it ends at " +
                         answer.head.to_string() + " and " + before.to_string() +
                         " was seen; another is looked for"};
  advance(answer.head);
}

bool seen_log::lacks(const token& head, const token& before) const {
  if (head.epoch == before.epoch) return head.position < before.position;
  return std::ranges::find(left_, head.epoch) != left_.end();
}

void seen_log::advance(const token& head) {
  if (head.epoch == furthest_.epoch) {
    furthest_.position = std::max(furthest_.position, head.position);
  } else if (std::ranges::find(left_, head.epoch) == left_.end()) {
    if (furthest_.epoch.stated()) left_.push_back(furthest_.epoch);
    furthest_ = head;
  }
}

}  // namespace varve::postgres
