#pragma once

#include <varve/core/environment.hpp>
#include <varve/sqlite/event_store.hpp>

#include "connection.hpp"

#include <string>

namespace varve::sqlite {

/// Looks before anything is touched: throws `failure` when `path` names nothing that a log could be, or no
/// place where one could be made.
void require_log_place(const std::string& path, const store_options& options);

/// Opens the file for its writer, without touching it. Throws `failure` when it is not a log or not ours to
/// write.
[[nodiscard]] connection open_for_writing(const std::string& path, const store_options& options);

/// Makes the log's tables, or takes them to this build's format. Under the file's lock.
void prepare_log(connection& db, environment env);

/// How a log is opened for reading only: without locks when it lies on a file system that nobody can write.
/// Throws `failure` when it cannot be read so, saying why.
[[nodiscard]] access reading_access(const std::string& path);

}  // namespace varve::sqlite
