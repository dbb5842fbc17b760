#pragma once

#include <varve/postgres/database.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "shared_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace varve::postgres {

/// What `call` fails with.
template<class F>
error error_of(F&& call) {
  try {
    call();
  } catch (const failure& thrown) {
    return thrown.error();
  }
  throw std::logic_error{"it did not fail"};
}

/// A database for read models in a schema of its own.
class schema_test : public ::testing::Test {
 protected:
  static testing::postgres_server& server() { return testing::shared_server::server(); }
  /// In the schema, as any other program.
  std::string elsewhere(const std::string& sql) {
    return server().execute("SET search_path = " + schema + "; " + sql);
  }
  std::int64_t count(const char* sql) {
    return db.read([&](transaction& tx) { return tx.query_one<std::int64_t>(sql).value_or(-1); });
  }

  std::string schema = testing::shared_server::fresh_name();
  database db{server().url(), {.schema = schema}};
};

}  // namespace varve::postgres
