#pragma once

#include <varve/postgres/event_store.hpp>
#include <varve/testing/postgres_server.hpp>

#include "store_append.hpp"
#include "store_processes.hpp"

#include <memory>

namespace bench {

/// Varve's log in a server, made anew.
inline std::unique_ptr<varve::postgres::event_store> fresh_log(varve::testing::postgres_server& server) {
  server.execute("DROP SCHEMA IF EXISTS varve CASCADE");
  return std::make_unique<varve::postgres::event_store>(server.url());
}

}  // namespace bench
