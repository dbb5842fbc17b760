#include "patience.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace varve::postgres {
namespace {

/// Between two looks at the store's clock, which need not go as the machine's does.
constexpr std::chrono::milliseconds longest_unlooked{20};

}  // namespace

patience::patience(instant deadline, const clock& time, std::chrono::nanoseconds least)
    : deadline_(deadline), time_(&time), not_before_(system_clock().steady() + least) {}

std::chrono::milliseconds patience::left() const {
  if (endless()) return std::chrono::milliseconds::max();
  const auto until = [](instant then, instant now) { return then <= now ? instant::duration{} : then - now; };
  return std::chrono::ceil<std::chrono::milliseconds>(
      std::max(until(deadline_, time_->steady()), until(not_before_, system_clock().steady())));
}

bool patience::await(int socket, short events) const {
  while (true) {
    const auto rest = left();
    pollfd what{socket, events, 0};
    const int ready = ::poll(&what, 1, static_cast<int>(std::min(rest, longest_unlooked).count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    if (rest.count() == 0) return false;
  }
}

}  // namespace varve::postgres
