#include "feeding.hpp"

#include <varve/core/record.hpp>

#include "../subject/views.hpp"

#include <poll.h>
#include <unistd.h>

#include <iostream>
#include <random>

namespace varve::crash {
namespace {

/// Whether the input ends within that time.
bool ended_within(std::chrono::milliseconds time) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, static_cast<int>(time.count())) != 0;
}

}  // namespace

void feed_into(event_store& log, std::chrono::milliseconds pause) {
  std::minstd_rand draw{7};
  const std::vector<std::string> countries{"FR", "DE", "GB", "ES", "NL"};
  std::cout << "ready" << std::endl;
  while (!ended_within(pause)) {
    const auto cents = static_cast<std::int64_t>(draw() % 10'000 + 1);
    std::vector<new_event> events{
        record<family>(placed{countries[draw() % countries.size()], cents}).value()};
    to_result(
        log.append_and_wait(append_request::to("order-" + std::to_string(draw() % 50), std::move(events))))
        .value();
  }
}

}  // namespace varve::crash
