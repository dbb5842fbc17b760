#include "write_session.hpp"

#include <varve/core/error.hpp>

#include <utility>

namespace varve::sqlite {

write_session::write_session(connection opened)
    : db(std::move(opened)), journal(db), view(db), begin(db, "BEGIN IMMEDIATE"), commit(db, "COMMIT") {}

void write_session::secure() {
  journal.distrust_checkpoints();
  begin.execute();
  journal.rewrite();
  view.begin();
  view.raise_barrier();
  commit.execute();
  view.committed();
}

void write_session::abandon() noexcept {
  try {
    if (db.in_transaction()) db.execute("ROLLBACK");
  } catch (const failure&) {
    // SQLite has rolled back by itself, or will when the connection is closed.
  }
  view.forget();
}

}  // namespace varve::sqlite
