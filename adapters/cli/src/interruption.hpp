#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace varve::cli {

/// SIGINT and SIGTERM as something that can be asked, polled and told of. The first of them is noted, so that
/// a command can end in good order; the second ends the process at once, and so do ten seconds, since whoever
/// should read its answers may never do. To be made before any other thread, once. Thread-safe.
class interruption {
 public:
  interruption();
  ~interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;

  [[nodiscard]] bool requested() const { return signal_ != 0; }
  /// As a shell gives it: 130 for SIGINT, 143 for SIGTERM.
  [[nodiscard]] int exit_code() const { return 128 + signal_; }
  /// Has something to read once it was requested.
  [[nodiscard]] int descriptor() const { return noted_; }
  /// `call` is called when it is requested (at once, when it was), on a thread of its own; empty: no more.
  void tell(std::function<void()> call);

 private:
  void run();
  void note(int signal);

  int signals_;
  int noted_;
  int ending_;
  std::atomic<int> signal_ = 0;
  std::mutex mutex_;
  std::function<void()> call_;
  std::thread thread_;
};

}  // namespace varve::cli
