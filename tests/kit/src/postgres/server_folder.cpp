#include "server_folder.hpp"

#include <varve/testing/wait_until.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace varve::testing {
namespace {

// Servers have five seconds to end by themselves, so that they give back what they share with the system.
constexpr const char* watching = R"(
trap '' INT TERM HUP
read -r never
inside() { find /proc/[0-9]*/cwd -maxdepth 0 -lname "$1*" 2>/dev/null | cut -d/ -f3; }
for signal in QUIT 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 KILL KILL KILL; do
  left=$(inside "$1")
  [ "$left" ] || break
  kill -s $signal $left 2>/dev/null
  sleep 0.2
done
rm -rf "$1"
)";

struct user {
  uid_t id;
  gid_t group;
};

/// Who runs the servers: PostgreSQL refuses root.
std::optional<user> owner() {
  const passwd* const entry = ::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid());
  if (entry == nullptr) return std::nullopt;
  return user{entry->pw_uid, entry->pw_gid};
}

std::vector<pid_t> processes_in(const std::filesystem::path& folder) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const std::string name = entry.path().filename();
    pid_t process = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), process).ec != std::errc{}) continue;
    std::error_code unknown;
    const auto at = std::filesystem::read_symlink(entry.path() / "cwd", unknown);
    if (!unknown && at.native().starts_with(folder.native())) found.push_back(process);
  }
  return found;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

/// Answers whether `call` succeeds on a new socket.
template<class F>
bool on_socket(F call) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "socket"};
  const bool done = call(descriptor);
  ::close(descriptor);
  return done;
}

}  // namespace

server_folder::server_folder() : maker_(::getpid()) {
  std::string name = (std::filesystem::temp_directory_path() / "varve-server-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error{errno, std::generic_category(), name};
  path_ = name;
  give(path_);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "pipe"};
  lifeline_ = ends[1];
  watcher_ = start_in("/", "/dev/null", {"sh", "-c", watching, "varve-watcher", name + "/"}, ends[0]);
  ::close(ends[0]);
}

server_folder::~server_folder() {
  if (::getpid() == maker_) {  // a child that was forked off only has copies
    const bool told = ::write(lifeline_, "\n", 1) == 1;
    if (told) wait_for_end(watcher_);
  }
  ::close(lifeline_);
}

command server_folder::as_owner(command words) const {
  if (::geteuid() != 0) return words;
  const user runs = owner().value();
  command all{"setpriv", "--reuid=" + std::to_string(runs.id), "--regid=" + std::to_string(runs.group),
              "--clear-groups", "--"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

void server_folder::give(const std::filesystem::path& file) const {
  if (::geteuid() != 0) return;
  const user runs = owner().value();
  if (::chown(file.c_str(), runs.id, runs.group) != 0)
    throw std::system_error{errno, std::generic_category(), "chown " + file.string()};
}

void server_folder::kill_everything() const {
  wait_until("nothing works in the folder any more", [&] {
    const auto left = processes_in(path_ / "");
    for (const pid_t each : left) ::kill(each, SIGKILL);
    return left.empty();
  });
}

std::optional<std::string> unfit_owner() {
  if (owner()) return std::nullopt;
  if (::geteuid() == 0) return "there is no user nobody to run a server, which refuses root";
  return "user " + std::to_string(::geteuid()) + " has no name, and initdb refuses those";
}

std::uint16_t free_port() {
  std::random_device random;
  std::uniform_int_distribution<unsigned> any{20'000, 32'000};
  for (int tries = 0; tries < 1'000; ++tries) {
    const auto port = static_cast<std::uint16_t>(any(random));
    const auto at = loopback(port);
    const auto binds = [&](int descriptor) {
      return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    };
    if (on_socket(binds)) return port;
  }
  throw std::runtime_error{"no port of 127.0.0.1 is free"};
}

bool somebody_listens(std::uint16_t port) {
  const auto at = loopback(port);
  return on_socket([&](int descriptor) {
    return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  });
}

}  // namespace varve::testing
