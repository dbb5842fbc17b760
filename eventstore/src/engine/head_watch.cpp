#include <varve/core/error.hpp>
#include <varve/eventstore/engine/head_watch.hpp>

#include <algorithm>
#include <exception>

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
  const auto waiting = [&] { return !stopped_ && head_.position <= after; };
  for (bool in_time = true; waiting();) {
    if (!looking_ && !look(lock, deadline)) in_time = time_.steady() < deadline;
    if (!waiting() || !in_time) break;
    const bool came_meanwhile = hinted_ && !looking_;
    if (!came_meanwhile) time_.wait(lock, grown_, std::min(deadline, time_.steady() + between_looks_));
    in_time = time_.steady() < deadline;
  }
  return head_;
}

/// One thread at a time looks, for all.
bool head_watch::look(std::unique_lock<std::mutex>& lock, instant deadline) {
  looking_ = true;
  hinted_ = false;
  lock.unlock();
  token found;
  bool in_time = true;
  std::exception_ptr failed;
  try {
    found = look_(deadline);
  } catch (const failure& problem) {
    in_time = problem.code() != errc::timeout;
    if (in_time) failed = std::current_exception();
  } catch (...) {
    failed = std::current_exception();
  }
  lock.lock();
  looking_ = false;
  if (hinted_) grown_.notify_one();  // another looks again when this one has no time left
  if (failed) std::rethrow_exception(failed);
  if (!in_time || (found.epoch == head_.epoch && found.position <= head_.position)) return in_time;
  head_ = found;
  grown_.notify_all();
  return true;
}

}  // namespace varve::engine
