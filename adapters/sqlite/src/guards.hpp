#pragma once

#include <varve/core/result.hpp>

#include <sys/types.h>

#include <string>

namespace varve::sqlite {

/// Knows the process that it was made in. A database connection carried across `fork` corrupts the file.
class process_stamp {
 public:
  process_stamp();

  /// Whether this is still that process.
  [[nodiscard]] bool valid() const noexcept;
  /// `unsupported` after a fork, naming both processes.
  [[nodiscard]] result<void> check() const;

 private:
  pid_t process_;
};

/// Throws `failure`: `not_found` when the folder of `path` is missing, `unsupported` when it lies on a
/// network file system, whose locks cannot be trusted.
void require_local_folder(const std::string& path, bool allow_network);

}  // namespace varve::sqlite
