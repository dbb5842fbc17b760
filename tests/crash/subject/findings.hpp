#pragma once

#include <iostream>
#include <string>

namespace varve::crash {

/// Collects what is not as it must be.
class findings {
 public:
  /// Says so when `good` is false; answers `good`.
  bool expect(bool good, const std::string& otherwise) {
    if (!good) {
      std::cout << otherwise << std::endl;
      sound_ = false;
    }
    return good;
  }
  [[nodiscard]] bool sound() const { return sound_; }

 private:
  bool sound_ = true;
};

}  // namespace varve::crash
