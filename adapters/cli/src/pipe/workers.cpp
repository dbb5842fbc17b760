#include "pipe/workers.hpp"

#include <utility>

namespace varve::cli::pipe {

workers::workers(std::size_t threads) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

workers::~workers() {
  {
    const std::scoped_lock lock{mutex_};
    closing_ = true;
  }
  posted_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void workers::post(std::function<void()> job) {
  const std::scoped_lock lock{mutex_};
  jobs_.push_back(std::move(job));
  posted_.notify_one();
}

void workers::run() {
  std::unique_lock lock{mutex_};
  while (true) {
    posted_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace varve::cli::pipe
