#pragma once

#include <varve/core/error.hpp>

#include <string>
#include <utility>

namespace varve::postgres {

/// What became of a statement or a commit that failed.
enum class fate {
  transient,  ///< nothing was done; the same may succeed later: a lock, a deadlock, a server that is away
  permanent,  ///< nothing was done, and the same will fail again
  unknown     ///< the connection was lost while a commit was under way
};

/// A failure with what PostgreSQL said of it.
class sql_failure : public failure {
 public:
  sql_failure(varve::error e, postgres::fate fate, std::string sqlstate)
      : failure(std::move(e)), fate_(fate), sqlstate_(std::move(sqlstate)) {}

  [[nodiscard]] postgres::fate fate() const noexcept { return fate_; }
  /// PostgreSQL's five characters; empty when it did not come from the server.
  [[nodiscard]] const std::string& sqlstate() const noexcept { return sqlstate_; }

 private:
  postgres::fate fate_;
  std::string sqlstate_;
};

}  // namespace varve::postgres
