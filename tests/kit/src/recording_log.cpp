#include <varve/testing/recording_log.hpp>

#include <algorithm>

namespace varve::testing {

void recording_log::write(log_level level, std::string_view text) noexcept {
  const std::scoped_lock lock{mutex_};
  lines_.push_back({level, std::string(text)});
}

std::vector<recording_log::line> recording_log::lines() const {
  const std::scoped_lock lock{mutex_};
  return lines_;
}

std::size_t recording_log::count(std::string_view text) const {
  const std::scoped_lock lock{mutex_};
  return static_cast<std::size_t>(std::ranges::count_if(
      lines_, [&](const line& one) { return one.text.find(text) != std::string::npos; }));
}

}  // namespace varve::testing
