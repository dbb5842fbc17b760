#pragma once

#include "connection.hpp"

namespace varve::sqlite {

/// Makes sure that the tables of docs/formats.md, "Read models", stand in the database, and that it keeps a
/// write-ahead log. To be called under the write lock. Answers whether the file is a log's own.
bool prepare_read_model(connection& db);

/// The same answer of a database that is only looked at; throws `not_found` when those tables are not there.
bool require_read_model(connection& db);

}  // namespace varve::sqlite
