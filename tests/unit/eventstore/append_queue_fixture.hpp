#pragma once

#include <varve/eventstore/engine/append_queue.hpp>
#include <varve/testing/recording_metrics.hpp>
#include <varve/testing/virtual_clock.hpp>

#include "requests.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace varve::engine {

/// A writer that appends to nothing: it notes which streams came in which group, holds commits back while its
/// gate is shut, and gives each append the next position.
class scripted_writer final : public append_writer {
 public:
  using group = std::vector<std::string>;

  bool ready(instant until) override {
    if (ready_) return true;
    if (time != nullptr) time->advance(std::chrono::milliseconds{1});
    ready_asked_ = true;
    static_cast<void>(until);
    return false;
  }

  void commit(std::span<pending_append* const> appends) override {
    group names;
    for (const auto* const one : appends) names.push_back(one->append.request().writes.front().stream.name());
    std::unique_lock lock{mutex_};
    groups_.push_back(std::move(names));
    threads_.push_back(std::this_thread::get_id());
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    if (time != nullptr) time->advance(commit_takes);
    if (!failure.empty()) throw std::runtime_error(failure);
    for (auto* const one : appends) {
      if (!answers) continue;
      appended done;
      done.first = done.last = last_ = last_.next();
      one->outcome = done;
    }
  }

  bool has_work() override { return work_left_ > 0; }

  void work(bool pressed) override {
    const std::scoped_lock lock{mutex_};
    worked_.push_back(pressed);
    --work_left_;
    changed_.notify_all();
  }

  void shut() {
    const std::scoped_lock lock{mutex_};
    open_ = false;
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  /// Returns once `count` groups have come, the last of them perhaps still before the gate.
  void await_groups(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return groups_.size() >= count; });
  }
  void await_work(std::size_t slices) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return worked_.size() >= slices; });
  }
  std::vector<group> groups() {
    const std::scoped_lock lock{mutex_};
    return groups_;
  }
  std::vector<std::thread::id> threads() {
    const std::scoped_lock lock{mutex_};
    return threads_;
  }
  std::vector<bool> worked() {
    const std::scoped_lock lock{mutex_};
    return worked_;
  }
  void leave_work(int slices) { work_left_ = slices; }
  void set_ready(bool ready) { ready_ = ready; }
  void await_ready_asked() {
    while (!ready_asked_) std::this_thread::yield();
  }

  testing::virtual_clock* time = nullptr;
  std::chrono::nanoseconds commit_takes{};
  std::string failure;
  bool answers = true;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  std::vector<group> groups_;
  std::vector<std::thread::id> threads_;
  std::vector<bool> worked_;
  std::atomic<int> work_left_ = 0;
  std::atomic<bool> ready_ = true;
  std::atomic<bool> ready_asked_ = false;
  position last_;
};

inline prepared_append to(const std::string& stream, instant deadline = never, std::size_t events = 1) {
  append_request request = append_request::to(stream, std::vector(events, noted()));
  request.deadline = deadline;
  return prepare(std::move(request));
}

/// A queue before that writer, in time that the test owns.
struct append_queue_test : ::testing::Test {
  append_queue& queue() {
    if (!queue_)
      queue_ = std::make_unique<append_queue>("scripted", writer, limits,
                                              environment{.clock = &time, .metrics = &metrics});
    return *queue_;
  }

  std::future<append_outcome> submit(prepared_append append) {
    auto promise = std::make_shared<std::promise<append_outcome>>();
    auto out = promise->get_future();
    queue().submit(std::move(append),
                   [promise](append_outcome outcome) { promise->set_value(std::move(outcome)); });
    return out;
  }

  std::future<append_outcome> wait_in_thread(prepared_append append) {
    return std::async(std::launch::async, [this, moved = std::move(append)]() mutable {
      return queue().submit_and_wait(std::move(moved));
    });
  }

  /// Shuts the gate and has the queue's thread stand before it with an append to `first`.
  std::future<append_outcome> hold_the_writer() {
    writer.shut();
    auto out = submit(to("first"));
    writer.await_groups(1);
    return out;
  }

  void await_waiting(std::size_t count) {
    while (queue().waiting() != count) std::this_thread::yield();
  }

  testing::virtual_clock time;
  testing::recording_metrics metrics;
  scripted_writer writer;
  append_queue_limits limits{.gather = {}};
  std::unique_ptr<append_queue> queue_;
};

}  // namespace varve::engine
