#pragma once

#include <varve/eventstore/engine/append_time.hpp>
#include <varve/eventstore/engine/append_writer.hpp>
#include <varve/eventstore/engine/retry_thread.hpp>
#include <varve/eventstore/store_status.hpp>
#include <varve/sqlite/event_store.hpp>

#include "write_lock.hpp"
#include "write_session.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace varve::sqlite {

/// Commits what a store's queue hands over, and keeps the file in order between commits. One thread at a time
/// is inside, as `append_writer` says; the sizes may be asked for by any.
class writer final : public engine::append_writer {
 public:
  /// Opens the log, or makes it, and commits a barrier. `committed` is told of each new head. Throws
  /// `failure`.
  writer(const std::string& path, const store_options& options, std::function<void(const token&)> committed);
  ~writer() override;

  bool ready(instant until) override;
  void commit(std::span<engine::pending_append* const> group) override;
  bool has_work() override;
  void work(bool pressed) override;

  /// `event_store::import_commits`; on the queue's thread, between two groups.
  [[nodiscard]] result<void> import_commits(const import_batch& batch);

  /// `event_store::compact`; likewise.
  [[nodiscard]] result<compaction_slice> compact(position after, const compaction_limits& most);

  /// After the queue has closed: ends what resolves doubt and empties the journal if it can.
  void close() noexcept;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool in_doubt() const { return in_doubt_; }
  [[nodiscard]] std::int64_t journal_bytes() const { return journal_bytes_; }
  [[nodiscard]] std::int64_t indexed() const { return indexed_; }

 private:
  [[nodiscard]] std::unique_ptr<write_session> open();
  void commit_locked(std::span<engine::pending_append* const> group);
  void decide(std::span<engine::pending_append* const> group);
  [[nodiscard]] append_outcome decide(const engine::prepared_append& append, timestamp now);
  /// What `work` answers, done in a transaction that is committed unless that is an error. `ids`: what it
  /// writes, in doubt when the commit fails.
  template<class Work>
  [[nodiscard]] std::invoke_result_t<const Work&> transact(std::vector<event_id> ids, const Work& work);
  template<class Work>
  [[nodiscard]] std::invoke_result_t<const Work&> transact_locked(std::vector<event_id> ids,
                                                                  const Work& work);
  /// COMMIT. Throws when it fails, whatever that means for what was to be committed.
  void commit_transaction();
  void publish();

  [[nodiscard]] bool checkpoint_due(std::int64_t times) const;
  [[nodiscard]] bool merge_due(std::int64_t times) const;
  void do_work(std::int64_t times);
  void checkpoint();
  void merge();

  void enter_doubt(const std::string& problem, std::vector<event_id> ids);
  /// Where a doubt was entered, and not before the lock was given back: the resolver takes the same lock.
  void begin_resolving();
  bool resolve(const std::vector<event_id>& ids);

  const store_options options_;
  const environment env_;
  const std::function<void(const token&)> committed_;
  engine::append_time times_;
  std::string path_;
  std::unique_ptr<write_lock> lock_;
  std::unique_ptr<write_session> session_;
  std::atomic<bool> in_doubt_ = false;
  std::atomic<std::int64_t> journal_bytes_ = 0;
  std::atomic<std::int64_t> indexed_ = 0;
  bool taken_ = false;                            // the lock, by `ready` for `commit`
  std::optional<std::vector<event_id>> doubted_;  // what the resolver is to look for once it is begun
  instant no_work_before_ = instant::min();
  engine::retry_thread resolver_;
};

}  // namespace varve::sqlite
