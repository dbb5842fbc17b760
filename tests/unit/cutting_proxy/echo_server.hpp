#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace varve::testing {

/// Answers every connection with what it says.
class echo_server {
 public:
  echo_server();
  ~echo_server();
  echo_server(const echo_server&) = delete;
  echo_server& operator=(const echo_server&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// All that was said, by all connections.
  [[nodiscard]] std::string heard();
  /// Until every connection has ended, of which there was at least one.
  void wait_until_alone();

 private:
  void serve(int connection);

  int listener_;
  std::uint16_t port_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string heard_;
  int served_ = 0, open_ = 0;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

/// A connection to 127.0.0.1.
class plain_client {
 public:
  explicit plain_client(std::uint16_t port);
  ~plain_client();
  plain_client(const plain_client&) = delete;
  plain_client& operator=(const plain_client&) = delete;

  /// As many bytes as it says; nullopt when the connection breaks or ends.
  [[nodiscard]] std::optional<std::string> ask(const std::string& what);

 private:
  int connection_;
};

}  // namespace varve::testing
