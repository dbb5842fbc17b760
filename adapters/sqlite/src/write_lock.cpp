#include "write_lock.hpp"

#include <varve/core/error.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

namespace varve::sqlite {
namespace {

using namespace std::chrono_literals;

/// A commit takes a few hundred microseconds: whoever waits for one looks often, whoever waits for something
/// longer looks rarely.
constexpr auto short_pause = 50us;
constexpr auto long_pause = 1ms;
constexpr int short_pauses = 100;

[[noreturn]] void fail_with_errno(errc code, const std::string& doing) {
  throw failure{{code, "cannot " + doing + ": " + std::generic_category().message(errno)}};
}

struct flock first_byte(short kind) {
  struct flock range{};
  range.l_type = kind;
  range.l_whence = SEEK_SET;
  range.l_len = 1;
  return range;
}

}  // namespace

write_lock::write_lock(const std::string& database) : path_(database + "-lock") {
  file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file_ < 0) fail_with_errno(errc::unavailable, "open the lock file " + path_);
}

write_lock::~write_lock() {
  ::close(file_);
}

bool write_lock::try_lock() {
  auto range = first_byte(F_WRLCK);
  if (::fcntl(file_, F_OFD_SETLK, &range) == 0) return held_ = true;
  if (errno == EAGAIN || errno == EACCES || errno == EINTR) return false;
  fail_with_errno(errc::unsupported, "lock " + path_);
}

bool write_lock::lock_until(const clock& time, instant deadline) {
  // The lock is given back by other processes, which no injected clock can hurry: the pauses are real.
  for (int pauses = 0; !try_lock(); ++pauses) {
    if (time.steady() >= deadline) return false;
    std::this_thread::sleep_for(pauses < short_pauses ? short_pause : long_pause);
  }
  return true;
}

void write_lock::unlock() noexcept {
  auto range = first_byte(F_UNLCK);
  ::fcntl(file_, F_OFD_SETLK, &range);
  held_ = false;
}

}  // namespace varve::sqlite
