#pragma once

#include <varve/contract/store_fixture.hpp>
#include <varve/core/epoch.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>

#include <memory>
#include <string>

namespace varve::contract {

/// The server of a whole test program, with a pooler in transaction mode in front of it. Nothing here pulls a
/// plug, so that commits need no sync.
class shared_server {
 public:
  [[nodiscard]] static shared_server& get() {
    static shared_server one;
    return one;
  }

  [[nodiscard]] const testing::postgres_server& server() const { return server_; }
  [[nodiscard]] std::string direct(const std::string& log) const { return server_.url() + "?log=" + log; }
  [[nodiscard]] std::string pooled(const std::string& log) const { return pooler_.url() + "?log=" + log; }
  [[nodiscard]] std::string fresh_log() { return "log_" + std::to_string(++logs_); }
  void execute(const std::string& sql) { server_.execute(sql); }

 private:
  testing::postgres_server server_{{{"fsync", "off"}, {"max_connections", "200"}}};
  testing::pgbouncer pooler_{server_};
  int logs_ = 0;
};

/// PostgreSQL stores on a log of their own in that server.
class postgres_fixture : public store_fixture {
 public:
  explicit postgres_fixture(const environment& env) : postgres_fixture(env, &shared_server::direct) {}
  ~postgres_fixture() override { server_.execute("DROP SCHEMA IF EXISTS " + log_ + " CASCADE"); }

  [[nodiscard]] std::unique_ptr<event_store> open() override {
    return std::make_unique<postgres::event_store>(url_, options_);
  }

  [[nodiscard]] std::unique_ptr<event_store> open_read_only() override {
    auto options = options_;
    options.read_only = true;
    return std::make_unique<postgres::event_store>(url_, options);
  }

  void begin_epoch(const std::string& cause) override {
    const std::string next = epoch::random(*options_.env.random).to_string();
    server_.execute("INSERT INTO " + log_ + ".ancestors SELECT (SELECT count(*) + 1 FROM " + log_ +
                    ".ancestors), l.epoch, coalesce(e.position, 0), coalesce(e.id, '" + uuid{}.to_string() +
                    "'), '" + cause + "' FROM " + log_ + ".log l LEFT JOIN " + log_ +
                    ".events e ON e.position = (SELECT max(position) FROM " + log_ + ".events); UPDATE " +
                    log_ + ".log SET epoch = '" + next + "'");
  }

 protected:
  using door = std::string (shared_server::*)(const std::string&) const;
  postgres_fixture(const environment& env, door through) : url_((server_.*through)(log_)) {
    options_.env = env;
  }

 private:
  shared_server& server_ = shared_server::get();
  std::string log_ = server_.fresh_log();
  std::string url_;
  postgres::store_options options_;
};

/// The same through the pooler.
class pooled_postgres_fixture : public postgres_fixture {
 public:
  explicit pooled_postgres_fixture(const environment& env) : postgres_fixture(env, &shared_server::pooled) {}
};

}  // namespace varve::contract
