#include <varve/eventstore/engine/retry_thread.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace varve::engine {
namespace {

using namespace std::chrono_literals;

constexpr auto first_pause = std::chrono::milliseconds{5ms};
constexpr auto longest_pause = std::chrono::milliseconds{1s};

}  // namespace

void retry_thread::begin(std::function<bool()> attempt) {
  if (thread_.joinable()) thread_.join();
  thread_ = std::thread([this, attempt = std::move(attempt)] { run(attempt); });
}

void retry_thread::run(const std::function<bool()>& attempt) {
  std::unique_lock lock{mutex_};
  for (auto pause = first_pause; !stopped_; pause = std::min(pause * 2, longest_pause)) {
    const instant next = time_.steady() + pause;
    while (!stopped_ && time_.steady() < next) time_.wait(lock, stopping_, next);
    if (stopped_) return;
    lock.unlock();
    const bool done = attempt();
    lock.lock();
    if (done) return;
  }
}

void retry_thread::stop() noexcept {
  {
    const std::scoped_lock lock{mutex_};
    stopped_ = true;
    stopping_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace varve::engine
