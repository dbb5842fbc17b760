#pragma once

#include "sqlite.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace bench::baseline {

/// A read model's own file: tables of views and one of checkpoints.
///
///   CREATE TABLE checkpoints (view TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
///
/// Pragmas: journal_mode=WAL, synchronous=FULL (a flush of the WAL in every commit), page_size=4096,
/// wal_autocheckpoint=4000 (a commit of 1,000 upserts writes up to 500 pages: 4 % faster than with the
/// default of 1000), cache_size=-16000 (16 MB: holds three views of 10,000 keys), mmap_size=0,
/// locking_mode=NORMAL.
class view_file {
 public:
  /// Makes a new file without views.
  explicit view_file(const std::filesystem::path& file);

  /// Runs the view's CREATE TABLE and sets its checkpoint to 0.
  void create_view(std::string_view name, std::string_view create_table);

  statement prepare(std::string_view sql) { return database_.prepare(sql); }
  /// UPDATE of the view's checkpoint: parameter position.
  statement prepare_checkpoint(std::string_view view);

 private:
  connection database_;
};

}  // namespace bench::baseline
