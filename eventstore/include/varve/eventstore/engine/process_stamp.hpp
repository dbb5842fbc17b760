#pragma once

#include <varve/core/result.hpp>

namespace varve::engine {

/// Knows the process that it was made in. A database connection that two processes use after a `fork` breaks
/// what it leads to.
class process_stamp {
 public:
  process_stamp();

  /// Whether this is still that process.
  [[nodiscard]] bool valid() const noexcept;
  /// `unsupported` after a fork, naming both processes.
  [[nodiscard]] result<void> check() const;

 private:
  int process_;
};

}  // namespace varve::engine
