#include "process_race.hpp"

#include "stopwatch.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

namespace bench {
namespace {

/// One end of a pipe.
class pipe_end {
 public:
  explicit pipe_end(int descriptor) : descriptor_(descriptor) {}
  pipe_end(pipe_end&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  pipe_end& operator=(pipe_end&&) = delete;
  ~pipe_end() { close(); }

  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }
  void tell(double what) const {
    if (::write(descriptor_, &what, sizeof what) != sizeof what)
      throw std::runtime_error("nobody listens to a process of the race");
  }
  double hear() const {
    double out = 0;
    if (::read(descriptor_, &out, sizeof out) != sizeof out)
      throw std::runtime_error("a process of the race failed");
    return out;
  }
  void wait_until_closed() const {
    char nothing = 0;
    while (::read(descriptor_, &nothing, 1) > 0) continue;
  }

 private:
  int descriptor_;
};

struct pipe_ends {
  pipe_end reading;
  pipe_end writing;

  static pipe_ends make() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    return {pipe_end{ends[0]}, pipe_end{ends[1]}};
  }
};

/// What a process that was forked off does, to its end.
[[noreturn]] void take_part(const pipe_end& start, const pipe_end& parent, std::size_t number,
                            const process_preparation& prepare) {
  int code = 1;
  try {
    const process_work work = prepare(number);
    parent.tell(0);
    start.wait_until_closed();
    parent.tell(work());
    code = 0;
  } catch (const std::exception& problem) {
    std::cerr << "process " << number << ": " << problem.what() << '\n';
  }
  std::_Exit(code);
}

/// A process that was forked off: is waited for.
class child {
 public:
  child(pipe_ends& start, std::size_t number, const process_preparation& prepare)
      : child(start, pipe_ends::make(), number, prepare) {}
  child(child&& other) noexcept : process_(std::exchange(other.process_, 0)), said_(std::move(other.said_)) {}
  child& operator=(child&&) = delete;
  ~child() {
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
  }

  double hear() const { return said_.hear(); }

 private:
  child(pipe_ends& start, pipe_ends said, std::size_t number, const process_preparation& prepare)
      : process_(::fork()), said_(std::move(said.reading)) {
    if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process_ > 0) return;
    start.writing.close();
    take_part(start.reading, said.writing, number, prepare);
  }

  pid_t process_;
  pipe_end said_;
};

}  // namespace

process_times race_processes(std::size_t processes, const process_preparation& prepare) {
  std::vector<child> all;
  pipe_ends start = pipe_ends::make();  // closed first when something fails: then nobody waits for it
  for (std::size_t number = 0; number < processes; ++number) all.emplace_back(start, number, prepare);
  for (const auto& each : all) each.hear();
  const stopwatch watch;
  start.writing.close();
  process_times out;
  for (const auto& each : all) out.worst_wait_seconds = std::max(out.worst_wait_seconds, each.hear());
  out.seconds = watch.seconds();
  return out;
}

}  // namespace bench
