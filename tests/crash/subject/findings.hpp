#pragma once

#include "say.hpp"

#include <string>
#include <utility>

namespace varve::crash {

/// Tells what is not as it must be.
class findings {
 public:
  explicit findings(say tell) : say_(std::move(tell)) {}

  /// Says so when `good` is false; answers `good`.
  bool expect(bool good, const std::string& otherwise) {
    if (!good) {
      say_(otherwise);
      sound_ = false;
    }
    return good;
  }
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  say say_;
  bool sound_ = true;
};

}  // namespace varve::crash
