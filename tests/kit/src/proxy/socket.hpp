#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace varve::testing {

/// Owns a socket, or none (-1).
class socket_handle {
 public:
  socket_handle() = default;
  explicit socket_handle(int descriptor) : descriptor_(descriptor) {}
  socket_handle(socket_handle&& from) noexcept : descriptor_(std::exchange(from.descriptor_, -1)) {}
  socket_handle& operator=(socket_handle&& from) noexcept {
    std::swap(descriptor_, from.descriptor_);
    return *this;
  }
  ~socket_handle();

  [[nodiscard]] int get() const { return descriptor_; }
  /// When it is closed, the other side is told that the connection broke (RST).
  void break_on_close() const;

 private:
  int descriptor_ = -1;
};

/// Listens on a free port of 127.0.0.1.
[[nodiscard]] socket_handle listen_on_loopback();
[[nodiscard]] std::uint16_t port_of(const socket_handle& listener);
/// Does not block; -1 when it cannot be reached.
[[nodiscard]] socket_handle connect_to(const std::string& address, std::uint16_t port);
void make_quick(const socket_handle& connection);

}  // namespace varve::testing
