#pragma once

#include <varve/core/result.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace varve::cli {

/// Writes whole lines to a file descriptor on a thread of its own, so that nobody waits for whoever reads
/// them. Thread-safe.
class line_writer {
 public:
  explicit line_writer(int output);
  /// Writes what is left.
  ~line_writer();

  /// Takes a line without its line feed; never waits. What is written after an error is dropped.
  void write(std::string_view line);
  /// Waits while much is left to be written.
  void wait_for_room();
  /// Waits until everything is written; answers with the error that ended the writing. `stopped`: nobody
  /// reads any more.
  [[nodiscard]] result<void> flush();
  [[nodiscard]] bool failed() const;

 private:
  void run();
  [[nodiscard]] result<void> write_all(std::string_view text) const;

  const int output_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable emptied_;
  std::string waiting_;
  bool writing_ = false;
  bool closing_ = false;
  std::optional<error> error_;
  std::thread thread_;
};

}  // namespace varve::cli
