#include "listener.hpp"

#include "channel.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <utility>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;

constexpr auto first_rest = std::chrono::milliseconds{50};
constexpr auto longest_rest = std::chrono::milliseconds{5s};

}  // namespace

listener::listener(const address& where, const environment& env, std::function<void()> heard,
                   std::function<void(bool)> listening)
    : where_(where),
      env_(env),
      heard_(std::move(heard)),
      listening_(std::move(listening)),
      stopping_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void listener::start() {
  const std::scoped_lock lock{mutex_};
  if (stopped_ || thread_.joinable() || stopping_ < 0) return;
  thread_ = std::thread([this] { run(); });
}

void listener::stop() noexcept {
  const std::scoped_lock lock{mutex_};
  if (std::exchange(stopped_, true)) return;
  if (stopping_ >= 0) ::eventfd_write(stopping_, 1);
  if (thread_.joinable()) thread_.join();
  if (stopping_ >= 0) ::close(stopping_);
}

bool listener::rest(std::chrono::milliseconds pause) const {
  pollfd stop{stopping_, POLLIN, 0};
  return ::poll(&stop, 1, static_cast<int>(pause.count())) <= 0;
}

void listener::run() {
  for (auto pause = first_rest; rest(0ms);) {
    try {
      session through{where_.listening()};
      if (through.pooled()) {
        env_.log->write(log_level::info,
                        where_.shown() +
                            ": a pooler stands before the server, so nothing wakes those who wait "
                            "for events; they look now and then. `listen` can name a way past it");
        return;
      }
      through.run({"LISTEN " + channel_of(where_.log())});
      pause = first_rest;
      listening_(true);
      listen(through);
    } catch (const std::exception& problem) {
      env_.log->write(log_level::debug, where_.shown() + ": cannot listen: " + problem.what());
    }
    listening_(false);
    if (!rest(pause)) return;
    pause = std::min(pause * 2, longest_rest);
  }
}

void listener::listen(session& through) {
  heard_();
  std::array<pollfd, 2> either{{{PQsocket(through.get()), POLLIN, 0}, {stopping_, POLLIN, 0}}};
  while (true) {
    if (through.notified()) heard_();
    if (::poll(either.data(), either.size(), -1) < 0 || either[1].revents != 0) return;
  }
}

}  // namespace varve::postgres
