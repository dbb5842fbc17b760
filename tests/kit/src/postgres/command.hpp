#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace varve::testing {

/// A program and its arguments.
using command = std::vector<std::string>;

struct command_result {
  int status = 0;  ///< the exit status; 128 and more for a signal
  std::string output;
};

/// Runs a program to its end, with nothing to read; answers with what it wrote to both of its outputs.
[[nodiscard]] command_result run(const command& words);

/// The same; throws `std::runtime_error` with the output when the program fails.
std::string run_well(const command& words);

/// Starts a program in `folder` and a session of its own; what it writes is appended to `log`. `input` is the
/// descriptor that it reads, none when negative.
[[nodiscard]] pid_t start_in(const std::filesystem::path& folder, const std::filesystem::path& log,
                             const command& words, int input = -1);

/// Waits for a child; answers as `command_result::status`.
int wait_for_end(pid_t child);
/// The same when it has ended already.
[[nodiscard]] std::optional<int> end_of(pid_t child);

/// Where a program is: in the folders, then in PATH. Empty when it is nowhere.
[[nodiscard]] std::filesystem::path find_program(const std::string& name,
                                                 const std::vector<std::filesystem::path>& folders);

}  // namespace varve::testing
