#pragma once

#include <cstddef>

namespace varve::fuzz {

/// While one lives, an allocation on its thread that is larger than what the input has earned ends the
/// program, with the two sizes in its last words. Earned are 64 KiB, `beside`, and twice the size of each
/// element that has arrived: so no container can grow on the strength of a number alone. One at a time on a
/// thread.
///
/// `beside` is what a target says of elements that it cannot watch arriving: how many there can be at most in
/// an input of that size, times twice their size. Text is such an element of one byte.
class allocation_limit {
 public:
  explicit allocation_limit(std::size_t beside);
  ~allocation_limit();
  allocation_limit(const allocation_limit&) = delete;
  allocation_limit& operator=(const allocation_limit&) = delete;

  /// An element of `size` bytes was really in the input.
  static void arrived(std::size_t size);
  /// The largest allocation that was asked for since the limit that lives now began; to show that it watches.
  [[nodiscard]] static std::size_t largest();
};

}  // namespace varve::fuzz
