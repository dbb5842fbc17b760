#pragma once

#include <varve/postgres/event_store.hpp>
#include <varve/testing/postgres_server.hpp>
#include <varve/testing/recording_log.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace varve::postgres {

using testing::postgres_server;

/// A test with a server of its program, each with a log of its own there.
class logs_on_a_server : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!postgres_server::missing()) server.emplace(postgres_server::settings{{"wal_level", "replica"}});
  }
  static void TearDownTestSuite() { server.reset(); }
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
    static int logs = 0;
    log = "log_" + std::to_string(++logs);
  }

  [[nodiscard]] std::string url(std::string_view user = postgres_server::administrator) const {
    return server->url("postgres", user) + "?log=" + log;
  }

  [[nodiscard]] store_options options() { return {.env = {.log = &lines}}; }
  [[nodiscard]] std::unique_ptr<event_store> open() {
    return std::make_unique<event_store>(url(), options());
  }

  /// Of the sessions that append, of all stores.
  std::string appending() const { return "query LIKE '%append_1%' AND pid <> pg_backend_pid()"; }

  inline static std::optional<postgres_server> server;
  testing::recording_log lines;
  std::string log;
};

inline append_request one_event(const std::string& stream, std::uint8_t id = 0) {
  new_event event{.type = "noted", .data = "1"};
  if (id != 0) event.id = event_id{uuid{{1, 1, 1, 1, 1, 1, 0x40, 1, 0x80, 1, 1, 1, 1, 1, 1, id}}};
  return append_request::to(stream, {event});
}

/// An outcome's name: `appended`, `replayed`, `conflict`, `unknown` or the code.
inline std::string name_of(const append_outcome& outcome) {
  if (const auto* const done = std::get_if<appended>(&outcome))
    return done->replayed ? "replayed" : "appended";
  if (const auto* const failed = std::get_if<not_written>(&outcome))
    return std::string(to_string(failed->why.code));
  return std::holds_alternative<conflict>(outcome) ? "conflict" : "unknown";
}

/// `success` or the code.
inline std::string name_of(const result<void>& done) {
  return done ? "success" : std::string(to_string(done.error().code));
}

/// Appends until the store is out of doubt.
inline append_outcome append_when_open(event_store& store, const append_request& request) {
  while (true) {
    auto outcome = store.append_and_wait(request);
    if (name_of(outcome) != "unavailable" && name_of(outcome) != "unknown") return outcome;
  }
}

inline std::int64_t head_of(event_store& store) {
  return store.info().value().head.position.value();
}

}  // namespace varve::postgres
