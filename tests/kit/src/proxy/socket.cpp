#include "socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace varve::testing {
namespace {

int good(int answer, const char* what) {
  if (answer < 0) throw std::runtime_error(std::string("cannot ") + what + ": " + std::strerror(errno));
  return answer;
}

sockaddr_in address_of(const std::string& address, std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  if (::inet_pton(AF_INET, address.c_str(), &out.sin_addr) != 1)
    throw std::runtime_error("'" + address + "' is no IPv4 address");
  return out;
}

}  // namespace

socket_handle::~socket_handle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void socket_handle::break_on_close() const {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

socket_handle listen_on_loopback() {
  socket_handle out{good(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "make a socket")};
  const sockaddr_in where = address_of("127.0.0.1", 0);
  good(::bind(out.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where), "bind to 127.0.0.1");
  good(::listen(out.get(), 128), "listen");
  return out;
}

std::uint16_t port_of(const socket_handle& listener) {
  sockaddr_in where{};
  socklen_t size = sizeof where;
  good(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&where), &size), "ask for the port");
  return ntohs(where.sin_port);
}

socket_handle connect_to(const std::string& address, std::uint16_t port) {
  socket_handle out{good(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "make a socket")};
  const sockaddr_in where = address_of(address, port);
  if (::connect(out.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) return {};
  make_quick(out);
  return out;
}

void make_quick(const socket_handle& connection) {
  const int on = 1;
  ::setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  good(::fcntl(connection.get(), F_SETFL, O_NONBLOCK), "make a socket non-blocking");
}

}  // namespace varve::testing
