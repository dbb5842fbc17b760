#include "journal.hpp"

#include "sqlite_failure.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace varve::sqlite {
namespace {

/// How long emptying the journal may wait for readers, during which nothing is appended.
constexpr std::chrono::milliseconds patience{20};
constexpr std::chrono::milliseconds usual_patience{5000};
constexpr std::int64_t bytes_per_frame = 4096 + 24;
/// SQLite's unix layer cannot write 128 KiB or more in one call: it takes the size modulo that.
constexpr std::size_t most_bytes_in_write = 64 * 1024;

// Layout of the WAL index: sqlite.org/walformat.html, "The WAL-Index File Format".
constexpr std::size_t backfilled_at = 96;
constexpr int index_region_size = 32 * 1024;
constexpr int checkpoint_lock = 1;

sqlite3_file* file_of(sqlite3* db, int which) {
  sqlite3_file* file = nullptr;
  const int rc = sqlite3_file_control(db, "main", which, &file);
  if (rc != SQLITE_OK) fail(db, rc, "reach the write-ahead log");
  return file != nullptr && file->pMethods != nullptr ? file : nullptr;
}

void check(sqlite3* db, int rc, const char* doing) {
  if (rc != SQLITE_OK) fail(db, rc, doing);
}

}  // namespace

journal::journal(connection& db) : db_(db) {
  sqlite3_wal_hook(db.handle(), after_commit, this);
}

int journal::after_commit(void* self, sqlite3*, const char*, int frames) {
  auto& log = *static_cast<journal*>(self);
  if (frames <= log.frames_) log.carried_ = log.attempted_ = 0;  // it began anew
  log.frames_ = frames;
  return SQLITE_OK;
}

std::int64_t journal::bytes_to_carry() const {
  return (frames_ - carried_) * bytes_per_frame;
}

void journal::checkpoint() {
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

void journal::checkpoint_and_empty() {
  db_.busy_timeout(patience);
  checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
  db_.busy_timeout(usual_patience);
}

void journal::checkpoint(int mode) {
  int frames = 0;
  int carried = 0;
  const int rc = sqlite3_wal_checkpoint_v2(db_.handle(), "main", mode, &frames, &carried);
  if (rc != SQLITE_OK && (rc & 0xFF) != SQLITE_BUSY)
    fail(db_.handle(), rc, "carry the write-ahead log over into the database");
  frames_ = attempted_ = std::max(frames, 0);
  carried_ = std::max(carried, 0);
}

void journal::distrust_checkpoints() {
  sqlite3_file* const file = file_of(db_.handle(), SQLITE_FCNTL_FILE_POINTER);
  void volatile* region = nullptr;
  check(db_.handle(), file->pMethods->xShmMap(file, 0, index_region_size, 0, &region), "map the WAL index");
  if (region == nullptr) return;
  constexpr int exclusive = SQLITE_SHM_EXCLUSIVE;
  check(db_.handle(), file->pMethods->xShmLock(file, checkpoint_lock, 1, SQLITE_SHM_LOCK | exclusive),
        "lock the WAL index");
  auto* const backfilled =
      reinterpret_cast<std::uint32_t volatile*>(static_cast<char volatile*>(region) + backfilled_at);
  __atomic_store_n(backfilled, 0U, __ATOMIC_SEQ_CST);
  file->pMethods->xShmLock(file, checkpoint_lock, 1, SQLITE_SHM_UNLOCK | exclusive);
  carried_ = 0;
}

void journal::rewrite() {
  sqlite3_file* const file = file_of(db_.handle(), SQLITE_FCNTL_JOURNAL_POINTER);
  if (file == nullptr) return;
  std::vector<char> piece(most_bytes_in_write);
  sqlite3_int64 size_of_file = 0;
  check(db_.handle(), file->pMethods->xFileSize(file, &size_of_file), "size the write-ahead log");
  const std::int64_t end = size_of_file;
  for (std::int64_t at = 0; at < end; at += static_cast<std::int64_t>(piece.size())) {
    const auto size = static_cast<int>(std::min(end - at, static_cast<std::int64_t>(piece.size())));
    check(db_.handle(), file->pMethods->xRead(file, piece.data(), size, at), "read the write-ahead log");
    check(db_.handle(), file->pMethods->xWrite(file, piece.data(), size, at), "rewrite the write-ahead log");
  }
}

}  // namespace varve::sqlite
