#pragma once

#include <varve/core/log.hpp>

#include <mutex>
#include <string>
#include <vector>

namespace varve::testing {

/// Keeps every line for a test to look at. Thread-safe.
class recording_log final : public log_sink {
 public:
  struct line {
    log_level level;
    std::string text;
  };

  void write(log_level level, std::string_view text) noexcept override;
  [[nodiscard]] std::vector<line> lines() const;
  /// How many lines hold this text.
  [[nodiscard]] std::size_t count(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<line> lines_;
};

}  // namespace varve::testing
