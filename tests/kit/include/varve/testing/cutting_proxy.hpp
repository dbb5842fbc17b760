#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace varve::testing {

/// Stands between clients and a server on TCP, hands on what either says, and cuts connections when told:
/// before a request, so that the server never hears it; behind it, so that nobody knows; or before its
/// answer, so that the server has done what the client never hears of. To either side the peer seems to have
/// died (RST). Runs on a thread of its own; ends with all its connections. Thread-safe. Throws
/// `std::runtime_error` with the system's own words.
class cutting_proxy {
 public:
  enum class cut {
    nothing,         ///< hand it on
    before_request,  ///< the server does not get it
    behind_request,  ///< the server gets it, and finds its client gone
    before_answer    ///< the server gets it and answers; the client does not get a byte of that
  };
  /// Judges what a client has sent, as it came in one piece (a request may come in several). Called on the
  /// proxy's thread, must not throw.
  using judge = std::function<cut(std::string_view request)>;

  /// What has happened since it began.
  struct counts {
    std::int64_t connections = 0;
    std::int64_t before_request = 0;
    std::int64_t behind_request = 0;
    std::int64_t before_answer = 0;

    [[nodiscard]] std::int64_t cuts() const { return before_request + behind_request + before_answer; }
  };

  /// Listens on a free port of 127.0.0.1.
  explicit cutting_proxy(std::uint16_t server_port, std::string server_address = "127.0.0.1");
  ~cutting_proxy();
  cutting_proxy(const cutting_proxy&) = delete;
  cutting_proxy& operator=(const cutting_proxy&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// From now on; nothing is cut before the first call.
  void cut_by(judge which);
  /// Connections from now on go to another server on that host; those that there are stay.
  void lead_to(std::uint16_t server_port);
  /// Cuts all connections that there are.
  void cut_all();
  [[nodiscard]] counts counted() const;

 private:
  class relay;
  std::unique_ptr<relay> relay_;
};

}  // namespace varve::testing
