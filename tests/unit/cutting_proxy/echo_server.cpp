#include "echo_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace varve::testing {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

bool send_all(int connection, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto gone = ::send(connection, bytes, size, MSG_NOSIGNAL);
    if (gone <= 0) return false;
    bytes += gone;
    size -= static_cast<std::size_t>(gone);
  }
  return true;
}

}  // namespace

echo_server::echo_server() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in where = loopback(0);
  socklen_t size = sizeof where;
  ::bind(listener_, reinterpret_cast<const sockaddr*>(&where), size);
  ::listen(listener_, 64);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &size);
  port_ = ntohs(where.sin_port);
  accepting_ = std::thread{[this] {
    for (int connection = 0; (connection = ::accept(listener_, nullptr, nullptr)) >= 0;) {
      const std::scoped_lock lock{mutex_};
      ++served_;
      ++open_;
      threads_.emplace_back([this, connection] { serve(connection); });
    }
  }};
}

echo_server::~echo_server() {
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  for (auto& each : threads_) each.join();
  ::close(listener_);
}

void echo_server::serve(int connection) {
  std::array<char, 65536> bytes;
  for (ssize_t got = 0; (got = ::recv(connection, bytes.data(), bytes.size(), 0)) > 0;) {
    {
      const std::scoped_lock lock{mutex_};
      heard_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    if (!send_all(connection, bytes.data(), static_cast<std::size_t>(got))) break;
  }
  ::close(connection);
  const std::scoped_lock lock{mutex_};
  --open_;
  changed_.notify_all();
}

std::string echo_server::heard() {
  const std::scoped_lock lock{mutex_};
  return heard_;
}

void echo_server::wait_until_alone() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return served_ > 0 && open_ == 0; });
}

plain_client::plain_client(std::uint16_t port) : connection_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const sockaddr_in where = loopback(port);
  ::connect(connection_, reinterpret_cast<const sockaddr*>(&where), sizeof where);
}

plain_client::~plain_client() {
  ::close(connection_);
}

std::optional<std::string> plain_client::ask(const std::string& what) {
  bool sent = true;
  std::thread sending{[&] { sent = send_all(connection_, what.data(), what.size()); }};
  std::string answer(what.size(), '\0');
  std::size_t have = 0;
  while (have < answer.size()) {
    const auto got = ::recv(connection_, answer.data() + have, answer.size() - have, 0);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  sending.join();
  return sent && have == answer.size() ? std::optional{answer} : std::nullopt;
}

}  // namespace varve::testing
