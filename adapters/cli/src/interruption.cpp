#include "interruption.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace varve::cli {
namespace {

constexpr int patience = 10'000;  // milliseconds from the first signal

/// Blocks the signals in this thread and those that it starts, and makes a descriptor that gives them.
int take_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return ::signalfd(-1, &set, SFD_CLOEXEC);
}

int checked(int descriptor) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "cannot watch for signals");
  return descriptor;
}

void ring(int descriptor) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(descriptor, &one, sizeof one);
}

}  // namespace

interruption::interruption()
    : signals_(checked(take_signals())),
      noted_(checked(::eventfd(0, EFD_CLOEXEC))),
      ending_(checked(::eventfd(0, EFD_CLOEXEC))),
      thread_([this] { run(); }) {}

interruption::~interruption() {
  ring(ending_);
  thread_.join();
  for (const int descriptor : {signals_, noted_, ending_}) ::close(descriptor);
}

void interruption::tell(std::function<void()> call) {
  const std::scoped_lock lock{mutex_};
  call_ = std::move(call);
  if (call_ && requested()) call_();
}

void interruption::run() {
  pollfd watched[] = {{signals_, POLLIN, 0}, {ending_, POLLIN, 0}};
  while (true) {
    const int ready = ::poll(watched, 2, requested() ? patience : -1);
    if (ready < 0) continue;
    if (ready == 0) std::_Exit(exit_code());
    if (watched[1].revents != 0) return;
    signalfd_siginfo info;
    if (::read(signals_, &info, sizeof info) == sizeof info) note(static_cast<int>(info.ssi_signo));
  }
}

void interruption::note(int signal) {
  if (signal_ != 0) std::_Exit(128 + signal);
  signal_ = signal;
  ring(noted_);
  const std::scoped_lock lock{mutex_};
  if (call_) call_();
}

}  // namespace varve::cli
