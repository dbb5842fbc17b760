#include "link.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace varve::testing {

std::array<pollfd, 2> link::wants() const {
  std::array<pollfd, 2> out{};
  for (const side each : {client, server}) {
    const side other = each == client ? server : client;
    out[each].fd = sides_[each].get();
    out[each].events =
        static_cast<short>((waiting_[other].empty() ? POLLIN : 0) | (waiting_[each].empty() ? 0 : POLLOUT));
  }
  return out;
}

bool link::move(short client_ready, short server_ready, const cutting_proxy::judge& which,
                cutting_proxy::counts& count) {
  constexpr short readable = POLLIN | POLLHUP | POLLERR;
  if ((client_ready & readable) != 0 && waiting_[server].empty() && !take(client, which, count)) return false;
  if ((server_ready & readable) != 0 && waiting_[client].empty() && !take(server, which, count)) return false;
  return give(client) && give(server);
}

void link::cut() {
  for (const auto& each : sides_) each.break_on_close();
}

bool link::take(side from, const cutting_proxy::judge& which, cutting_proxy::counts& count) {
  std::array<char, 65536> bytes;
  const auto got = ::recv(sides_[from].get(), bytes.data(), bytes.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (got <= 0) return false;
  const std::string_view said{bytes.data(), static_cast<std::size_t>(got)};
  return from == client ? take_request(said, which, count) : take_answer(said, count);
}

bool link::take_request(std::string_view request, const cutting_proxy::judge& which,
                        cutting_proxy::counts& count) {
  switch (which ? which(request) : cutting_proxy::cut::nothing) {
    case cutting_proxy::cut::nothing: break;
    case cutting_proxy::cut::before_request:
      ++count.before_request;
      cut();
      return false;
    case cutting_proxy::cut::behind_request:
      ++count.behind_request;
      waiting_[server] = request;
      give(server);
      sides_[client].break_on_close();
      return false;
    case cutting_proxy::cut::before_answer: lose_answer_ = true; break;
  }
  waiting_[server] = request;
  return true;
}

bool link::take_answer(std::string_view answer, cutting_proxy::counts& count) {
  if (lose_answer_) {
    ++count.before_answer;
    cut();
    return false;
  }
  waiting_[client] = answer;
  return true;
}

bool link::give(side to) {
  std::string& rest = waiting_[to];
  while (!rest.empty()) {
    const auto gone = ::send(sides_[to].get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (gone < 0) return errno == EAGAIN || errno == EINTR;
    rest.erase(0, static_cast<std::size_t>(gone));
  }
  return true;
}

}  // namespace varve::testing
