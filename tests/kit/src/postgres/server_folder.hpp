#pragma once

#include "command.hpp"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace varve::testing {

/// A folder for a server of a test, owned by the user that runs it. When it goes, or the process that made it
/// ends in whatever way (and those that it forked off), the processes that work in it are ended and it is
/// deleted: a watcher sees to that, a process of its own that waits for a line or the end of a pipe.
class server_folder {
 public:
  server_folder();
  server_folder(const server_folder&) = delete;
  server_folder& operator=(const server_folder&) = delete;
  ~server_folder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// The same command, run by the folder's owner.
  [[nodiscard]] command as_owner(command words) const;
  /// Gives a file that the test made to the folder's owner.
  void give(const std::filesystem::path& file) const;

  /// Sends SIGKILL to everything that works in the folder until nothing is left.
  void kill_everything() const;

 private:
  std::filesystem::path path_;
  int lifeline_ = -1;
  pid_t watcher_ = 0;
  pid_t maker_ = 0;
};

/// Why the user that would run a server cannot; nullopt when it can.
[[nodiscard]] std::optional<std::string> unfit_owner();

/// A port of 127.0.0.1 that nobody listens on, out of the range that the system gives away by itself.
[[nodiscard]] std::uint16_t free_port();
[[nodiscard]] bool somebody_listens(std::uint16_t port);

}  // namespace varve::testing
