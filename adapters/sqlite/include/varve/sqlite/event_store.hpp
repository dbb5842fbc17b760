#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/engine/append_queue.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/sqlite/durability.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace varve::sqlite {

/// How a log is opened. The defaults are for everyone; the figures are for tests and for odd machines.
struct store_options {
  sqlite::durability durability = sqlite::durability::power_cut;
  /// Takes no lock, writes nothing, and needs neither a writable file nor a writable folder as long as the
  /// files that SQLite keeps beside the log (`-wal`, `-shm`) are there or the file system is mounted
  /// read-only.
  bool read_only = false;
  /// Whether a log is made when there is none.
  bool create = true;
  /// Files on NFS, CIFS, FUSE and their like are refused, for their locks cannot be trusted; this opens them
  /// all the same.
  bool allow_network_file_system = false;
  /// How long opening waits for another process that writes.
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{30};
  engine::append_queue_limits queue = {};
  /// Terms of events (types, categories, tags) are merged into postings whenever this many wait.
  std::int64_t merge_every = 50'000;
  /// Terms merged in one transaction: as many as keep its time to a few milliseconds.
  std::size_t terms_per_slice = 2'000;
  /// Frames (pages of 4 KiB) in the write-ahead log that call for a checkpoint.
  std::int64_t frames_per_checkpoint = 1'000;
  environment env = {};
};

/// A log in one SQLite file (docs/formats.md). Several processes, and several stores of one process, may have
/// it open at once; other programs may read it. What it promises stands in docs/reference/guarantees.md.
///
/// Beside PATH stand `PATH-wal`, `PATH-shm` and `PATH-lock`, which belong to it: they are moved and restored
/// together, and never deleted while the log is open.
///
/// It must not be used after a fork: every call of the child answers `unsupported`, and its destructor there
/// leaves everything to the parent.
class event_store final : public varve::event_store {
 public:
  /// Throws `failure`: `not_found` (no such folder or, when it may not be made, file), `unsupported` (not a
  /// log, a newer format, a network file system), `read_only`, `corrupt`, `unavailable` (cannot be opened or
  /// written, or locked for too long). Each message says which file, and what to do.
  explicit event_store(std::string path, store_options options = {});
  ~event_store() override;

  void append(append_request request, append_callback done) override;
  append_outcome append_and_wait(append_request request) override;
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override;
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override;
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override;
  [[nodiscard]] result<event_ref> event_at(position at) override;
  [[nodiscard]] result<stream_listing> list_streams(const stream_range& range) override;
  [[nodiscard]] result<token> wait(const token& after, instant deadline) override;
  [[nodiscard]] result<log_info> info() override;
  [[nodiscard]] store_status status() const override;
  [[nodiscard]] result<void> import_commits(const import_batch& batch) override;
  [[nodiscard]] result<compaction_slice> compact(position after, const compaction_limits& most) override;
  void close(closing how) override;

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::sqlite
