#pragma once

#include "connection.hpp"
#include "sql_guard.hpp"
#include "statement_cache.hpp"

namespace varve::sqlite {

/// A connection of a read model's database with what belongs to it. Does not move.
struct file_connection {
  file_connection(const std::string& path, access how, durability level) : db(path, how, level) {}

  connection db;
  sql_guard guard{db};
  statement_cache ours{db};
  statement_cache users{db};
};

}  // namespace varve::sqlite
