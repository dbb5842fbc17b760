#include <varve/postgres/event_store.hpp>

#include "feeder.hpp"
#include "feeding.hpp"

namespace varve::crash {

void feed(const std::string& url) {
  postgres::event_store log{url};
  feed_into(log, std::chrono::milliseconds{5});
}

}  // namespace varve::crash
