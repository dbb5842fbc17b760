#include <varve/core/random.hpp>

#include <pthread.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace varve {
namespace {

/// Rises in the child of a fork, so that it does not use up the same buffered bytes as its parent.
std::atomic<unsigned> generation{1};

void watch_forks() {
  static const int registered =
      pthread_atfork(nullptr, nullptr, [] { generation.fetch_add(1, std::memory_order_relaxed); });
  if (registered != 0) throw std::system_error(registered, std::generic_category(), "pthread_atfork");
}

void fill_from_kernel(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

/// 4 KiB of randomness a thread: one system call for some hundred ids.
class reservoir {
 public:
  reservoir() { watch_forks(); }

  void take(std::span<std::byte> out) {
    if (out.empty()) return;
    if (out.size() > bytes_.size()) return fill_from_kernel(out);
    const unsigned now = generation.load(std::memory_order_relaxed);
    if (born_ != now || bytes_.size() - used_ < out.size()) {
      fill_from_kernel(bytes_);
      born_ = now;
      used_ = 0;
    }
    std::memcpy(out.data(), bytes_.data() + used_, out.size());
    std::memset(bytes_.data() + used_, 0, out.size());
    used_ += out.size();
  }

 private:
  std::array<std::byte, 4096> bytes_{};
  std::size_t used_ = bytes_.size();
  unsigned born_ = 0;
};

class kernel_random final : public random_source {
 public:
  void fill(std::span<std::byte> bytes) override {
    thread_local reservoir buffered;
    buffered.take(bytes);
  }
};

}  // namespace

random_source& system_random() {
  static kernel_random source;
  return source;
}

}  // namespace varve
