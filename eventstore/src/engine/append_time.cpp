#include <varve/eventstore/engine/append_time.hpp>

#include <string>

namespace varve::engine {
namespace {

constexpr std::chrono::milliseconds worth_saying{1};

}  // namespace

timestamp append_time::next(timestamp last) {
  const timestamp now = env_.clock->now();
  if (now >= last) {
    behind_ = false;
    return now;
  }
  if (!behind_ && last - now >= worth_saying) {
    behind_ = true;
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(last - now).count();
    env_.log->write(log_level::warning, "the clock stands " + std::to_string(milliseconds) +
                                            " ms behind the log's last append time: append times stand "
                                            "still until it has caught up");
  }
  return last;
}

}  // namespace varve::engine
