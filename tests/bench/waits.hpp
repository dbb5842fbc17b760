#pragma once

#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

namespace bench {

/// `median 0.71 ms, p99 1.32 ms, worst 4.02 ms`
inline std::string told(const std::vector<double>& sorted_waits) {
  std::ostringstream text;
  const auto part = [&](const char* name, double seconds) {
    text << name << std::fixed << std::setprecision(2) << seconds * 1'000 << " ms";
  };
  part("median ", sorted_waits[sorted_waits.size() / 2]);
  part(", p99 ", sorted_waits[sorted_waits.size() * 99 / 100]);
  part(", worst ", sorted_waits.back());
  return text.str();
}

}  // namespace bench
