#include <varve/eventstore/engine/head_watch.hpp>

#include <algorithm>

namespace varve::engine {

void head_watch::advance(const token& head) {
  const std::scoped_lock lock{mutex_};
  if (head.epoch == head_.epoch && head.position <= head_.position) return;
  head_ = head;
  grown_.notify_all();
}

void head_watch::hint() {
  const std::scoped_lock lock{mutex_};
  hinted_ = true;
  grown_.notify_one();
}

void head_watch::look_every(std::chrono::nanoseconds between_looks) {
  const std::scoped_lock lock{mutex_};
  between_looks_ = between_looks;
  grown_.notify_all();
}

void head_watch::stop() {
  const std::scoped_lock lock{mutex_};
  stopped_ = true;
  grown_.notify_all();
}

token head_watch::wait(position after, instant deadline) {
  std::unique_lock lock{mutex_};
  for (bool in_time = true; !stopped_ && head_.position <= after;) {
    if (!looking_) look(lock);
    if (stopped_ || head_.position > after || !in_time) break;
    if (hinted_ && !looking_) continue;  // it came while the look was under way
    const instant next = std::min(deadline, time_.steady() + between_looks_);
    time_.wait(lock, grown_, next);
    in_time = time_.steady() < deadline;
  }
  return head_;
}

/// One thread at a time looks, for all.
void head_watch::look(std::unique_lock<std::mutex>& lock) {
  looking_ = true;
  hinted_ = false;
  lock.unlock();
  token found;
  try {
    found = look_();
  } catch (...) {
    lock.lock();
    looking_ = false;
    throw;
  }
  lock.lock();
  looking_ = false;
  if (found.epoch == head_.epoch && found.position <= head_.position) return;
  head_ = found;
  grown_.notify_all();
}

}  // namespace varve::engine
