#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace shop::app {

/// How far something has come, on stderr: a bar that is drawn in place on a terminal, and a line every tenth
/// of the way anywhere else, or only the last where the way is short.
class progress_bar {
 public:
  /// `unit` is what is counted: `rows`.
  progress_bar(std::string title, std::string unit, bool always_drawn = false);
  ~progress_bar();
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  void show(std::int64_t done, std::int64_t of);

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] std::string pace(std::int64_t done, std::int64_t of) const;

  std::string title_;
  std::string unit_;
  bool drawn_in_place_;
  clock::time_point began_ = clock::now();
  clock::time_point drawn_{};
  std::int64_t tenth_ = 0;  // of the way that was shown last
};

}  // namespace shop::app
