#include "notifier.hpp"

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace varve::postgres {
namespace {

constexpr std::chrono::milliseconds between_notices{5};

}  // namespace

void notifier::advance(position head) {
  const std::scoped_lock lock{mutex_};
  if (stopped_ || head == head_) return;
  head_ = head;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
}

void notifier::run() {
  std::unique_lock lock{mutex_};
  while (!stopped_) {
    if (sent_ == head_) {
      changed_.wait(lock);
      continue;
    }
    sent_ = head_;
    const position head = sent_;
    lock.unlock();
    try {
      send_(head);
    } catch (const std::exception& problem) {
      env_.log->write(log_level::debug, std::string("cannot send a wake-up: ") + problem.what());
    }
    lock.lock();
    const instant next = env_.clock->steady() + between_notices;
    while (!stopped_ && env_.clock->steady() < next) env_.clock->wait(lock, changed_, next);
  }
}

void notifier::stop() noexcept {
  {
    const std::scoped_lock lock{mutex_};
    stopped_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace varve::postgres
