#pragma once

#include <varve/testing/cutting_proxy.hpp>

#include "socket.hpp"

#include <poll.h>

#include <array>
#include <string>

namespace varve::testing {

/// A client and its server, and what one said and the other has not taken yet.
class link {
 public:
  link(socket_handle of_client, socket_handle of_server)
      : sides_{std::move(of_client), std::move(of_server)} {}

  /// What to poll for: the client's side, then the server's.
  [[nodiscard]] std::array<pollfd, 2> wants() const;
  /// Moves what can be moved. False when it is over: a side has ended, or it was cut.
  bool move(short client_ready, short server_ready, const cutting_proxy::judge& which,
            cutting_proxy::counts& count);
  /// Both sides will find it broken.
  void cut();

 private:
  enum side : std::size_t { client, server };
  bool take(side from, const cutting_proxy::judge& which, cutting_proxy::counts& count);
  bool take_request(std::string_view request, const cutting_proxy::judge& which,
                    cutting_proxy::counts& count);
  bool take_answer(std::string_view answer, cutting_proxy::counts& count);
  bool give(side to);

  std::array<socket_handle, 2> sides_;
  std::array<std::string, 2> waiting_;  // for that side
  bool lose_answer_ = false;
};

}  // namespace varve::testing
