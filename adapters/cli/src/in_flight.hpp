#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace varve::cli {

/// Counts what was taken in and is not answered yet, and holds back more than may be. Thread-safe.
class in_flight {
 public:
  in_flight(std::size_t most, std::size_t most_bytes) : most_(most), most_bytes_(most_bytes) {}

  /// Waits for room; one of any size has room alone.
  void enter(std::size_t bytes) {
    std::unique_lock lock{mutex_};
    left_.wait(lock, [&] { return has_room(bytes); });
    add(bytes);
  }

  /// The same without waiting; false when there is no room.
  [[nodiscard]] bool try_enter(std::size_t bytes) {
    const std::scoped_lock lock{mutex_};
    if (!has_room(bytes)) return false;
    add(bytes);
    return true;
  }

  void leave(std::size_t bytes) {
    const std::scoped_lock lock{mutex_};
    --count_;
    bytes_ -= bytes;
    left_.notify_all();
  }

  void wait_until_empty() {
    std::unique_lock lock{mutex_};
    left_.wait(lock, [&] { return count_ == 0; });
  }

 private:
  [[nodiscard]] bool has_room(std::size_t bytes) const {
    return count_ == 0 || (count_ < most_ && bytes_ + bytes <= most_bytes_);
  }
  void add(std::size_t bytes) {
    ++count_;
    bytes_ += bytes;
  }

  const std::size_t most_;
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace varve::cli
