#include <varve/testing/cutting_proxy.hpp>

#include "link.hpp"
#include "socket.hpp"

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace varve::testing {

class cutting_proxy::relay {
 public:
  relay(std::uint16_t server_port, std::string server_address)
      : server_port_(server_port),
        server_address_(std::move(server_address)),
        listener_(listen_on_loopback()),
        bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  ~relay() {
    thread_.request_stop();
    ring();
  }

  [[nodiscard]] std::uint16_t port() const { return port_of(listener_); }

  void cut_by(judge which) {
    const std::scoped_lock lock{mutex_};
    which_ = std::move(which);
  }
  void lead_to(std::uint16_t server_port) {
    const std::scoped_lock lock{mutex_};
    server_port_ = server_port;
  }
  void cut_all() {
    const std::scoped_lock lock{mutex_};
    for (auto& each : links_) each.cut();
    links_.clear();
    ring();
  }
  [[nodiscard]] counts counted() const {
    const std::scoped_lock lock{mutex_};
    return counts_;
  }

 private:
  void ring() const { [[maybe_unused]] const auto rung = ::eventfd_write(bell_.get(), 1); }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<pollfd> wanted{{bell_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
      {
        const std::scoped_lock lock{mutex_};
        for (const auto& each : links_)
          for (const auto& side : each.wants()) wanted.push_back(side);
      }
      ::poll(wanted.data(), wanted.size(), -1);
      const std::scoped_lock lock{mutex_};
      if (wanted[0].revents != 0) {  // links may be others now
        eventfd_t rings = 0;
        ::eventfd_read(bell_.get(), &rings);
        continue;
      }
      move_all(wanted);
      if (wanted[1].revents != 0) accept();
    }
  }

  void move_all(const std::vector<pollfd>& ready) {
    std::size_t at = 2;
    for (auto each = links_.begin(); each != links_.end(); at += 2)
      each = each->move(ready[at].revents, ready[at + 1].revents, which_, counts_) ? std::next(each)
                                                                                   : links_.erase(each);
  }

  void accept() {
    socket_handle client{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    if (client.get() < 0) return;
    make_quick(client);
    ++counts_.connections;
    socket_handle server = connect_to(server_address_, server_port_);
    if (server.get() >= 0)
      links_.emplace_back(std::move(client), std::move(server));
    else
      client.break_on_close();
  }

  std::uint16_t server_port_;
  const std::string server_address_;
  const socket_handle listener_;
  const socket_handle bell_;
  mutable std::mutex mutex_;
  judge which_;
  std::list<link> links_;
  counts counts_;
  std::jthread thread_;  // the last: it uses all the others
};

cutting_proxy::cutting_proxy(std::uint16_t server_port, std::string server_address)
    : relay_(std::make_unique<relay>(server_port, std::move(server_address))) {}
cutting_proxy::~cutting_proxy() = default;

std::uint16_t cutting_proxy::port() const {
  return relay_->port();
}
void cutting_proxy::cut_by(judge which) {
  relay_->cut_by(std::move(which));
}
void cutting_proxy::lead_to(std::uint16_t server_port) {
  relay_->lead_to(server_port);
}
void cutting_proxy::cut_all() {
  relay_->cut_all();
}
cutting_proxy::counts cutting_proxy::counted() const {
  return relay_->counted();
}

}  // namespace varve::testing
