#include "command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace varve::testing {
namespace {

/// What posix_spawn does in the child before the program begins.
class preparation {
 public:
  preparation() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID);
  }
  preparation(const preparation&) = delete;
  preparation& operator=(const preparation&) = delete;
  ~preparation() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  void enter(const std::filesystem::path& folder) {
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  void read_from(int descriptor) {
    if (descriptor < 0)
      posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    else
      posix_spawn_file_actions_adddup2(&actions_, descriptor, 0);
  }
  void write_to(int descriptor) {
    posix_spawn_file_actions_adddup2(&actions_, descriptor, 1);
    posix_spawn_file_actions_adddup2(&actions_, descriptor, 2);
  }
  void append_to(const std::filesystem::path& file) {
    posix_spawn_file_actions_addopen(&actions_, 1, file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions_, 1, 2);
  }

  pid_t start(const command& words) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int failed = posix_spawnp(&child, arguments[0], &actions_, &attributes_, arguments.data(), environ);
    if (failed != 0) throw std::system_error{failed, std::generic_category(), "cannot start " + words[0]};
    return child;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

int as_status(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

std::string read_all(int descriptor) {
  std::string all;
  char some[4096];
  for (;;) {
    const ssize_t got = ::read(descriptor, some, sizeof some);
    if (got > 0)
      all.append(some, static_cast<std::size_t>(got));
    else if (got == 0 || errno != EINTR)
      return all;
  }
}

}  // namespace

command_result run(const command& words) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "pipe"};
  preparation before;
  before.read_from(-1);
  before.write_to(ends[1]);
  const pid_t child = before.start(words);
  ::close(ends[1]);
  command_result done;
  done.output = read_all(ends[0]);
  ::close(ends[0]);
  done.status = wait_for_end(child);
  return done;
}

std::string run_well(const command& words) {
  auto done = run(words);
  if (done.status != 0) {
    throw std::runtime_error{words[0] + " ended with " + std::to_string(done.status) + ": " + done.output};
  }
  return std::move(done.output);
}

pid_t start_in(const std::filesystem::path& folder, const std::filesystem::path& log, const command& words,
               int input) {
  preparation before;
  before.read_from(input);
  before.append_to(log);
  before.enter(folder);
  return before.start(words);
}

int wait_for_end(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error{errno, std::generic_category(), "waitpid"};
  }
  return as_status(status);
}

std::optional<int> end_of(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, WNOHANG) <= 0) return std::nullopt;
  return as_status(status);
}

std::filesystem::path find_program(const std::string& name,
                                   const std::vector<std::filesystem::path>& folders) {
  for (const auto& folder : folders) {
    if (::access((folder / name).c_str(), X_OK) == 0) return folder / name;
  }
  const char* path = std::getenv("PATH");
  std::istringstream rest{path != nullptr ? path : ""};
  for (std::string folder; std::getline(rest, folder, ':');) {
    const auto place = std::filesystem::path{folder} / name;
    if (::access(place.c_str(), X_OK) == 0) return place;
  }
  return {};
}

}  // namespace varve::testing
