#pragma once

#include "connection.hpp"
#include "journal.hpp"
#include "statement.hpp"
#include "write_view.hpp"

namespace varve::sqlite {

/// The writer's connection with all that hangs on it. After a failed commit it is thrown away as a whole.
/// Does not move. Every member holds the file's lock. Throws `failure`.
struct write_session {
  /// `opened` holds a log of this build's format.
  explicit write_session(connection opened);

  /// Commits a barrier, so that what stands now stands for ever and what does not never will: nothing is
  /// answered before (docs/adr).
  void secure();
  /// Rolls back if a transaction is open, and forgets what was not committed.
  void abandon() noexcept;

  connection db;
  sqlite::journal journal;
  write_view view;
  statement begin;
  statement commit;
};

}  // namespace varve::sqlite
