#pragma once

#include <varve/eventstore/engine/append_time.hpp>
#include <varve/eventstore/engine/append_writer.hpp>
#include <varve/eventstore/engine/retry_thread.hpp>
#include <varve/postgres/event_store.hpp>

#include "address.hpp"
#include "append_answer.hpp"
#include "append_batch.hpp"
#include "append_calls.hpp"
#include "import_calls.hpp"
#include "session.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace varve::postgres {

/// Commits what a store's queue hands over, through a connection of its own. One thread at a time is inside,
/// as `append_writer` says.
class writer final : public engine::append_writer {
 public:
  /// Connects and commits a barrier. `committed` is told of each new head. Throws `failure`.
  writer(const address& where, const store_options& options, std::function<void(const token&)> committed);
  ~writer() override;

  void commit(std::span<engine::pending_append* const> group) override;

  /// `event_store::import_commits`; on the queue's thread, between two groups.
  [[nodiscard]] result<void> import_commits(const import_batch& batch);

  /// After the queue has closed: ends what resolves doubt.
  void close() noexcept;

  [[nodiscard]] bool in_doubt() const { return in_doubt_; }

 private:
  using appends = std::span<engine::pending_append* const>;

  /// Connected and able to send. Throws `failure`.
  session& connected();
  void raise_first_barrier(instant until);
  void raise_barrier(session& through);
  void write(const append_batch& batch);
  void write(engine::pending_append& change);
  /// Sends until neither a barrier of another store nor a new epoch lies between.
  rows call(const std::function<statement(const call_facts&)>& make);
  append_outcome outcome_of_change(const engine::prepared_append& append, const rows& answer,
                                   const answer_row& verdict);
  [[nodiscard]] found_log look(const import_batch& batch);
  [[nodiscard]] result<void> judge_and_write(const import_batch& batch);
  void publish(const answered_log& log);
  void enter_doubt(appends group, const std::string& problem);
  void enter_doubt(std::vector<event_id> ids, const std::string& problem);
  void begin_resolving();
  bool resolve(const std::vector<event_id>& ids);

  const address where_;
  const environment env_;
  const append_calls calls_;
  const import_calls imports_;
  const std::function<void(const token&)> committed_;
  engine::append_time times_;
  std::unique_ptr<session> session_;
  std::int64_t barriers_ = 0;
  instant no_attempt_before_ = instant::min();
  std::chrono::nanoseconds pause_{0};
  std::string last_problem_;
  std::atomic<bool> in_doubt_ = false;
  std::vector<event_id> doubted_;
  engine::retry_thread resolver_;
};

}  // namespace varve::postgres
