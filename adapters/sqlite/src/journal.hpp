#pragma once

#include "connection.hpp"

#include <cstdint>

namespace varve::sqlite {

/// SQLite's write-ahead log behind the writer's connection: how large it is, when it is carried over into the
/// database, and what makes it trustworthy again after a failure. Every call but the sizes holds the file's
/// lock. Throws `failure`.
class journal {
 public:
  explicit journal(connection& db);
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;

  /// Pages in it, as the last commit of this connection left it.
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  /// How many of them came after the last checkpoint, whatever that achieved.
  [[nodiscard]] std::int64_t new_frames() const { return frames_ - attempted_; }
  /// What no checkpoint has carried over into the database yet.
  [[nodiscard]] std::int64_t bytes_to_carry() const;

  /// Carries over what no reader stands in the way of.
  void checkpoint();
  /// The same, and empties the file if the readers that still use it leave in time.
  void checkpoint_and_empty();

  /// Takes back SQLite's belief that frames are carried over already: a checkpoint whose sync failed may have
  /// left pages that the kernel calls clean and the disk does not hold (docs/adr). Before BEGIN.
  void distrust_checkpoints();
  /// Writes the file's bytes over themselves, so that the next sync carries all of them to the disk, also
  /// those whose sync has failed in another life. Inside a write transaction.
  void rewrite();

 private:
  static int after_commit(void* self, sqlite3*, const char*, int frames);
  void checkpoint(int mode);

  connection& db_;
  std::int64_t frames_ = 0;
  std::int64_t carried_ = 0;
  std::int64_t attempted_ = 0;  // frames_ at the last checkpoint
};

}  // namespace varve::sqlite
