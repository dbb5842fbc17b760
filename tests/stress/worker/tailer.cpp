#include "tailer.hpp"

#include <chrono>
#include <stdexcept>

namespace varve::stress {
namespace {

constexpr std::chrono::milliseconds longest_wait{50};
constexpr std::uint64_t fnv_prime = 1099511628211U;  // FNV-1a, Fowler, Noll and Vo

std::runtime_error wrong(const event_view& event, const std::string& why) {
  return std::runtime_error("position " + std::to_string(event.position.value()) + " (revision " +
                            std::to_string(event.revision.value()) + " of " +
                            std::string(event.stream.name()) + ") came, " + why);
}

}  // namespace

void tailer::follow(const std::function<std::int64_t()>& last) {
  for (std::int64_t goal = last(); goal == 0 || seen() < goal; goal = last()) {
    const auto read = store_.read_log(seen_, {}, {.limit = 500, .whole_commits = true});
    if (!read && !is_transient(read.error().code)) throw failure{read.error()};
    if (read) take(*read);
    if (read && !read->empty()) continue;
    if (read && read->at_end() && seen() < goal)
      throw std::runtime_error("the log ends at " + std::to_string(seen()) + " where " +
                               std::to_string(goal) + " was promised");
    ++waits_;
    [[maybe_unused]] const auto hint = store_.wait(seen_, std::chrono::steady_clock::now() + longest_wait);
  }
}

void tailer::take(const page& read) {
  pages_ += read.empty() ? 0 : 1;
  for (const auto& event : read) take(event);
  if (read.scanned() && read.scanned()->position != seen_.position)
    throw std::runtime_error("a page ends at " + std::to_string(seen()) +
                             " and was looked through to another place");
  seen_.epoch = read.head().epoch;
}

void tailer::take(const event_view& event) {
  if (event.position != seen_.position.next()) throw wrong(event, "behind " + std::to_string(seen()));
  revision& due = next_[std::string(event.stream.name())];
  if (event.revision != due) throw wrong(event, "where revision " + std::to_string(due.value()) + " was due");
  due = due.next();
  seen_.position = event.position;
  for (const auto byte : event.id.value.bytes) fingerprint_ = (fingerprint_ ^ byte) * fnv_prime;
}

}  // namespace varve::stress
