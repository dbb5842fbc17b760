#pragma once

#include <varve/core/clock.hpp>

#include "console.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace varve::cli {

/// Shows on standard error how far a long command has come: a bar in place on a terminal, a line for each
/// tenth that was passed elsewhere, and lines of JSON for a command that was asked for JSON. Used by one
/// thread.
class progress {
 public:
  enum class style { bar, lines, json };

  /// `what` is a word. Refers to all of them.
  progress(std::string_view what, bool json, const console& to, const clock& time);
  /// Leaves the cursor on a line of its own.
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// May be called for every step, however small.
  void update(std::int64_t done, std::int64_t of);
  /// All is done. To be called once, at the end.
  void finish();

 private:
  [[nodiscard]] bool is_due(std::int64_t step) const;
  void show(std::int64_t percent);
  [[nodiscard]] std::string bar() const;
  [[nodiscard]] std::string line() const;

  const std::string_view what_;
  const style style_;
  const console& to_;
  const clock& clock_;
  const instant began_;
  instant shown_at_;
  std::int64_t shown_ = -1;  // percent
  std::int64_t done_ = 0;
  std::int64_t of_ = 0;
};

}  // namespace varve::cli
