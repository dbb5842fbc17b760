#pragma once

#include <varve/core/clock.hpp>

#include <condition_variable>
#include <mutex>

namespace varve::detail {

/// Lets time pass until then.
inline void sleep_until(const clock& time, instant until) {
  std::mutex nobody;
  std::condition_variable never_notified;
  std::unique_lock lock{nobody};
  while (time.wait(lock, never_notified, until)) {}
}

}  // namespace varve::detail
