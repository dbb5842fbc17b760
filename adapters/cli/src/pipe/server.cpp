#include "pipe/server.hpp"

#include "pipe/reply.hpp"

#include <exception>
#include <utility>

namespace varve::cli::pipe {
namespace {

// Below what a store lets wait, so that a client is held back rather than refused.
constexpr std::size_t most_requests = 8'000;
constexpr std::size_t most_request_bytes = std::size_t{48} << 20U;
constexpr std::size_t most_waits = 10'000;
constexpr std::size_t most_wait_bytes = std::size_t{16} << 20U;
constexpr std::size_t reading_threads = 4;
constexpr std::chrono::milliseconds longest_timeout = std::chrono::hours{24 * 365 * 100};

template<class T, class... How>
std::string answer_with(const std::string& id, const result<T>& found, How... how) {
  return found ? reply_to(id, *found, how...) : reply_to(id, found.error());
}

/// What `make` returns; an exception, such as for want of memory, is an answer too.
template<class Make>
std::string guarded(const std::string& id, const Make& make) {
  try {
    return make();
  } catch (const std::exception& problem) {
    return reply_to(id, error{errc::unavailable, problem.what()});
  }
}

/// The store was asked, and could not say in time.
bool came_too_late(const result<token>& head) {
  return !head && head.error().code == errc::timeout;
}

}  // namespace

server::server(event_store& store, line_writer& out, const clock& time)
    : store_(store),
      out_(out),
      clock_(time),
      requests_(most_requests, most_request_bytes),
      waiting_(most_waits, most_wait_bytes),
      workers_(reading_threads),
      waits_(store, time) {}

result<void> server::serve(line_reader& in) {
  result<void> ended;
  while (auto line = in.next()) {
    if (!*line && line->error().code != errc::too_large) {
      ended = line->error();
    } else if (!*line) {
      out_.write(reply_to("null", line->error()));
    } else if (!(*line)->empty()) {
      take(**std::move(line));
    }
    out_.wait_for_room();
    if (out_.failed()) break;
  }
  if (out_.failed()) hurry();
  requests_.wait_until_empty();
  waiting_.wait_until_empty();
  store_.close(closing::finish);
  return ended;
}

void server::take(std::string line) {
  const std::size_t bytes = line.size();
  request asked = parse_request(std::move(line));
  if (!asked.what) return out_.write(reply_to(asked.id, asked.what.error()));
  std::visit([&](auto&& what) { start(std::move(asked.id), bytes, std::move(what)); },
             *std::move(asked.what));
}

void server::start(std::string id, std::size_t bytes, change_request asked) {
  requests_.enter(bytes);
  store_.append(std::move(asked.append), [this, id = std::move(id), bytes](const append_outcome& outcome) {
    out_.write(reply_to(id, outcome));
    requests_.leave(bytes);
  });
}

template<class Request>
void server::start(std::string id, std::size_t bytes, Request asked) {
  requests_.enter(bytes);
  workers_.post([this, id = std::move(id), bytes, asked = std::move(asked)] {
    out_.write(guarded(id, [&] { return answer(id, asked); }));
    requests_.leave(bytes);
    out_.wait_for_room();
  });
}

// Waits are not held back, since an append behind them may be what they wait for.
void server::start(std::string id, std::size_t bytes, wait_request asked) {
  if (!waiting_.try_enter(bytes))
    return out_.write(reply_to(id, error{errc::unavailable, "too many waits are in flight"}));
  const instant deadline = asked.timeout < longest_timeout ? clock_.steady() + asked.timeout : never;
  const auto finish = [this, id, bytes](const result<token>& head) {
    out_.write(answer_with(id, head));
    waiting_.leave(bytes);
  };
  const auto look = [this, after = asked.after] { return store_.wait(after, clock_.steady()); };
  workers_.post([this, finish, look, deadline, after = asked.after.position] {
    auto head = look();
    while (came_too_late(head) && clock_.steady() < deadline) head = look();
    if (!head || head->position > after || deadline <= clock_.steady()) return finish(head);
    waits_.add(after, deadline, [this, finish, look, known = *head] {
      workers_.post([=] {
        const auto now = look();
        finish(came_too_late(now) ? known : now);
      });
    });
  });
}

std::string server::answer(const std::string& id, const info_request&) {
  return answer_with(id, store_.info());
}

std::string server::answer(const std::string& id, const log_read& asked) {
  return answer_with(id, store_.read_log(asked.after, asked.which, asked.how), false);
}

std::string server::answer(const std::string& id, const stream_read& asked) {
  return answer_with(id, store_.read_stream(asked.stream, asked.from, asked.which, asked.how), true);
}

std::string server::answer(const std::string& id, const streams_request& asked) {
  return answer_with(id, store_.list_streams(asked.range));
}

}  // namespace varve::cli::pipe
