#pragma once

#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace varve::testing {

/// One server, and a pool in front of it, for all tests of a program; they are skipped, with the reason,
/// where none can be started. Nothing here pulls a plug, so that commits need no sync. To be named once in
/// each program: `const auto* const server = need_postgres();`
class shared_server : public ::testing::Environment {
 public:
  void SetUp() override {
    if (const auto reason = postgres_server::missing()) GTEST_SKIP() << *reason;
    if (const auto reason = pgbouncer::missing()) GTEST_SKIP() << *reason;
    server_.emplace(postgres_server::settings{{"fsync", "off"}});
    pool_.emplace(*server_);
  }
  void TearDown() override {
    pool_.reset();
    server_.reset();
  }

  [[nodiscard]] static postgres_server& server() { return *server_; }
  [[nodiscard]] static pgbouncer& pool() { return *pool_; }
  /// A name that nothing in the server has yet.
  [[nodiscard]] static std::string fresh_name() { return "test_" + std::to_string(++names_); }

 private:
  inline static std::optional<postgres_server> server_;
  inline static std::optional<pgbouncer> pool_;
  inline static int names_ = 0;
};

inline const ::testing::Environment* need_postgres() {
  return ::testing::AddGlobalTestEnvironment(std::make_unique<shared_server>().release());
}

}  // namespace varve::testing
