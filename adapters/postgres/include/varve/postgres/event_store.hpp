#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/engine/append_queue.hpp>
#include <varve/eventstore/event_store.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace varve::postgres {

/// How a log is opened. The defaults are for everyone; the figures are for tests and for odd servers.
struct store_options {
  /// Writes nothing; may be a replica, which is one server, never several behind one name. A replica that
  /// lacks what the store has seen before is not read: `unavailable`. A store that writes reads none.
  bool read_only = false;
  /// Whether a log is made when there is none, which needs a role that may.
  bool create = true;
  /// How long opening waits for others that hold the log's lock, in whole waits of five seconds.
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{30};
  /// Most connections that read at the same time; more readers wait for one.
  std::size_t readers = 8;
  /// Between two looks at the log for those who wait for it to grow, where no wake-up comes.
  std::chrono::nanoseconds poll = std::chrono::milliseconds{20};
  engine::append_queue_limits queue = {};
  environment env = {};
};

/// A log in a schema of a PostgreSQL database (docs/formats.md), for any number of processes. What it
/// promises stands in docs/reference/guarantees.md. PostgreSQL 15 or newer, also through a pooler in
/// transaction mode.
///
/// Deadlines of reads and waits hold also while the server does not answer; a wait gives it a second at
/// least, and is a `timeout` when it has not told the head by then.
///
/// It must not be used after a fork: every call of the child answers `unsupported`, and its destructor there
/// leaves everything to the parent.
class event_store final : public varve::event_store {
 public:
  /// `url`: `postgres://user@host:port/database?log=NAME` with the parameters of libpq; `log` is `varve` when
  /// not said. `listen`, escaped, is a URL that leads past a pooler, for wake-ups. Throws `failure`:
  /// `invalid_argument` (the URL), `not_found` (no log, when none may be made), `unsupported` (not a log, a
  /// newer format, a server or database that cannot hold one), `read_only`, `unavailable`.
  explicit event_store(std::string_view url, store_options options = {});
  ~event_store() override;

  void append(append_request request, append_callback done) override;
  append_outcome append_and_wait(append_request request) override;
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override;
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override;
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override;
  [[nodiscard]] result<event_ref> event_at(position at) override;
  [[nodiscard]] result<stream_listing> list_streams(const stream_range& range) override;
  [[nodiscard]] result<token> wait(const token& after, instant deadline) override;
  [[nodiscard]] result<log_info> info() override;
  [[nodiscard]] store_status status() const override;
  [[nodiscard]] result<void> import_commits(const import_batch& batch) override;
  [[nodiscard]] result<compaction_slice> compact(position after, const compaction_limits& most) override;
  void close(closing how) override;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::postgres
