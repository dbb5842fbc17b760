#include <varve/core/clock.hpp>

namespace varve {
namespace {

class machine_clock final : public clock {
 public:
  [[nodiscard]] timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
  }

  [[nodiscard]] instant steady() const override { return std::chrono::steady_clock::now(); }

  bool wait(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
            instant until) const override {
    if (until != never) return condition.wait_until(lock, until) == std::cv_status::no_timeout;
    condition.wait(lock);
    return true;
  }
};

}  // namespace

const clock& system_clock() {
  static const machine_clock clock;
  return clock;
}

}  // namespace varve
