#include "command_line.hpp"
#include "standard_streams.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <string>

namespace varve::cli {
namespace {

constexpr int standard_output = 1;
constexpr int standard_error = 2;

int complain(const error& why, exit_code code) {
  std::cerr << "varve: " << why.message << '\n';
  return static_cast<int>(code);
}

/// As a program ends that writes into a pipe which nobody reads.
int end_by_broken_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  return std::raise(SIGPIPE);
}

int run_command(const command& asked) {
  interruption interrupted;
  line_writer out{standard_output};
  const console to{out, terminal::of(standard_output), standard_error, terminal::of(standard_error),
                   interrupted};
  const auto ended = std::visit([&](const auto& one) { return run(one, to); }, asked);
  const auto written = out.flush();
  if (!ended) return complain(ended.error(), exit_code_of(ended.error().code));
  if (!written && written.error().code == errc::stopped) return end_by_broken_pipe();
  if (!written) return complain(written.error(), exit_code::failed);
  return interrupted.requested() ? interrupted.exit_code() : static_cast<int>(*ended);
}

/// After help, a version or a complaint.
int end_at_once(exit_code code) {
  if (std::cout.flush()) return static_cast<int>(code);
  return complain({errc::unavailable, "cannot write the output"}, exit_code::failed);
}

int main(int count, char** words) {
  occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  const auto asked = parse_command_line(count, words);
  if (const auto* const code = std::get_if<exit_code>(&asked)) return end_at_once(*code);
  return run_command(std::get<command>(asked));
}

}  // namespace
}  // namespace varve::cli

int main(int count, char** words) {
  try {
    return varve::cli::main(count, words);
  } catch (const varve::failure& problem) {
    std::cerr << "varve: " << problem.what() << '\n';
    return static_cast<int>(varve::cli::exit_code_of(problem.code()));
  } catch (const std::exception& problem) {
    std::cerr << "varve: " << problem.what() << '\n';
    return static_cast<int>(varve::cli::exit_code::failed);
  }
}
