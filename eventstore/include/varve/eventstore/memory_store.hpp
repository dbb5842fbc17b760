#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/engine/append_queue.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/eventstore/memory_log.hpp>

#include <memory>

namespace varve {

/// How a memory store is opened.
struct memory_store_options {
  bool read_only = false;
  environment env = {};
  engine::append_queue_limits queue = {};
};

/// The reference of the port: everything that a store promises except that it survives its process. For
/// tests, and for whoever wants to know what a store must do. Filters and conditions walk the log from where
/// they begin; a read copies its page under the log's lock. Not to be used after a fork: every call of the
/// child answers `unsupported`.
class memory_store final : public event_store {
 public:
  /// With a log of its own, which ends with it.
  explicit memory_store(memory_store_options options = {});
  /// `log` must not be null.
  explicit memory_store(std::shared_ptr<memory_log> log, memory_store_options options = {});
  ~memory_store() override;

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
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve
