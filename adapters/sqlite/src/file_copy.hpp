#pragma once

#include "connection.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace varve::sqlite {

/// Copies a database page by page as it was at one moment, under a name of its own until the copy is whole.
/// What was not published is deleted. Throws `failure`.
class file_copy {
 public:
  /// Holds the source as it is now. `conflict` when `to` is there already.
  file_copy(const std::string& from, access how, std::string to);
  ~file_copy();
  file_copy(const file_copy&) = delete;
  file_copy& operator=(const file_copy&) = delete;

  /// Throws `conflict` when there is a file of that name.
  static void require_unused(const std::string& path);

  [[nodiscard]] connection& source() { return source_; }
  [[nodiscard]] connection& copy() { return *copy_; }

  void run(const std::function<void(std::int64_t done, std::int64_t of)>& progress);
  /// Closes the copy and gives it its name; answers with its size.
  [[nodiscard]] std::int64_t publish();

 private:
  void remove_unfinished() noexcept;

  std::string to_;
  std::string unfinished_;
  connection source_;
  std::optional<connection> copy_;
};

}  // namespace varve::sqlite
