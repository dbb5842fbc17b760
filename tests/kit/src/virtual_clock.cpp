#include <varve/testing/virtual_clock.hpp>

namespace varve::testing {

virtual_clock::virtual_clock(timestamp start) : now_(start), steady_(std::chrono::hours{1}) {}

timestamp virtual_clock::now() const {
  const std::scoped_lock lock{mutex_};
  return now_;
}

instant virtual_clock::steady() const {
  const std::scoped_lock lock{mutex_};
  return steady_;
}

bool virtual_clock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                         instant until) const {
  constexpr std::chrono::milliseconds look_again{1};
  if (until == never) return condition.wait(lock), true;
  if (steady() >= until) return false;
  condition.wait_for(lock, look_again);
  return steady() < until;
}

void virtual_clock::advance(std::chrono::nanoseconds by) {
  const std::scoped_lock lock{mutex_};
  now_ += by;
  steady_ += by;
}

void virtual_clock::jump(std::chrono::nanoseconds by) {
  const std::scoped_lock lock{mutex_};
  now_ += by;
}

}  // namespace varve::testing
