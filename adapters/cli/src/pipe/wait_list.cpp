#include "pipe/wait_list.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace varve::cli::pipe {

wait_list::wait_list(event_store& log, const clock& time)
    : log_(log),
      clock_(time),
      follows_log_([this] { follow_log(); }),
      follows_clock_([this] { follow_clock(); }) {}

wait_list::~wait_list() {
  {
    const std::scoped_lock lock{mutex_};
    closing_ = true;
  }
  for_log_.notify_one();
  for_clock_.notify_one();
  follows_log_.join();
  follows_clock_.join();
}

void wait_list::add(position after, instant deadline, callback due) {
  std::unique_lock lock{mutex_};
  if (!ended_ && after >= seen_) {
    waiting_.emplace(deadline, entry{after, std::move(due)});
    for_log_.notify_one();
    for_clock_.notify_one();
    return;
  }
  lock.unlock();
  due();
}

void wait_list::end() {
  std::unique_lock lock{mutex_};
  ended_ = true;
  call(lock, [](instant, const entry&) { return true; });
}

template<class IsDue>
void wait_list::call(std::unique_lock<std::mutex>& lock, const IsDue& is_due) {
  std::vector<callback> due;
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    if (is_due(at->first, at->second)) {
      due.push_back(std::move(at->second.due));
      at = waiting_.erase(at);
    } else {
      ++at;
    }
  }
  lock.unlock();
  for (const auto& one : due) one();
  lock.lock();
}

// What was seen is never ahead of the log, so whoever waits for more than that is told of the next event,
// also when it came while nobody was following.
void wait_list::follow_log() {
  std::unique_lock lock{mutex_};
  while (true) {
    for_log_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (closing_) return;
    const token seen{{}, seen_};
    lock.unlock();
    const auto head = log_.wait(seen, never);
    lock.lock();
    if (head) seen_ = std::max(seen_, head->position);
    call(lock, [&](instant, const entry& one) { return !head || one.after < seen_; });
  }
}

void wait_list::follow_clock() {
  std::unique_lock lock{mutex_};
  while (!closing_) {
    if (waiting_.empty())
      for_clock_.wait(lock);
    else
      clock_.wait(lock, for_clock_, waiting_.begin()->first);
    const instant now = clock_.steady();
    call(lock, [&](instant deadline, const entry&) { return deadline <= now; });
  }
}

}  // namespace varve::cli::pipe
