#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace varve::testing {

/// Looks at a condition every other millisecond until it holds: for what other processes do and do not tell.
/// Throws `std::runtime_error`, which says `what`, when it does not come about in that time.
template<class Condition>
void wait_until(const std::string& what, Condition holds,
                std::chrono::steady_clock::duration longest = std::chrono::seconds{60}) {
  const auto limit = std::chrono::steady_clock::now() + longest;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error{"waited in vain until " + what};
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
}

}  // namespace varve::testing
