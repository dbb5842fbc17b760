#pragma once

#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/engine/log_state.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>
#include <varve/eventstore/import_batch.hpp>

#include "event_row.hpp"
#include "log_row.hpp"
#include "row_feed.hpp"
#include "statement.hpp"
#include "stream_book.hpp"
#include "term_book.hpp"
#include "type_book.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace varve::sqlite {

/// The log as the writer sees it inside its transaction: what is committed, and the appends that the
/// transaction has taken so far. Much of it is remembered from one transaction to the next; `begin` finds out
/// whether others have committed meanwhile. Used by one thread at a time. Throws `failure`.
class write_view final : public engine::log_state {
 public:
  explicit write_view(connection& db);

  /// First thing in every write transaction.
  void begin();
  /// Takes an append that may be written; `where` says where it comes to stand.
  void take(const engine::prepared_append& append, const appended& where, timestamp recorded_at);
  /// Takes events of another log that may be imported, and the ancestors that come with them.
  void take(const import_batch& batch);
  /// Inserts what was taken and not inserted yet: last thing before COMMIT.
  void flush();
  /// The transaction has been committed.
  void committed();
  /// The transaction was rolled back, or nobody knows.
  void forget();

  /// Whether a merge is under way or `most_events` wait for one.
  [[nodiscard]] bool merge_due(std::int64_t most_events) const {
    return terms_.merging() || head_ - log_.indexed >= most_events;
  }
  /// One slice of a merge of `most_events`, if it is due; in a transaction of its own.
  void merge(std::int64_t most_events, std::size_t most_terms);
  /// Moves the count of barriers, which nothing else reads: a commit that overwrites what failed before it.
  void raise_barrier();

  [[nodiscard]] const log_row& log() const { return log_; }
  [[nodiscard]] timestamp last_append() const { return last_append_; }

  [[nodiscard]] token head() override { return {log_.epoch, position{head_}}; }
  [[nodiscard]] bool shares(const token& place) override;
  [[nodiscard]] std::optional<engine::standing_event> find(const event_id& id) override;
  [[nodiscard]] std::optional<engine::change> change_at(position at) override;
  [[nodiscard]] engine::stream_state stream(std::string_view name) override;
  [[nodiscard]] std::optional<position> match(const query& which, position after) override;

 private:
  /// Where a commit begins and ends.
  struct commit_range {
    position first;
    position last;
  };

  void reload();
  void take_change(const engine::prepared_append& append, const appended& where, timestamp recorded_at);
  void take_event(std::string_view stream, const new_event& event, const digest& content, commit_range commit,
                  timestamp recorded_at, const digest* envelope = nullptr);
  void apply(const engine::change& change);
  [[nodiscard]] std::optional<engine::standing_event> find_taken(const event_id& id);
  [[nodiscard]] std::optional<engine::standing_event> find_stored(const event_id& id);

  connection& db_;
  stream_book streams_;
  type_book types_;
  term_book terms_;
  row_feed feed_;

  log_row log_;
  std::vector<ancestor> ancestors_;
  std::int64_t head_ = 0;
  std::int64_t committed_head_ = 0;
  timestamp last_append_ = timestamp::min();
  event_id greatest_id_;  // of all that stand: a greater one is new
  std::int64_t version_ = 0;
  bool known_ = false;

  std::vector<event_row> taken_;  // not inserted yet; they borrow from the appends and from changes_
  std::deque<new_event> changes_;
  std::unordered_map<uuid, std::size_t, uuid_hash>
      taken_ids_;  // of the first of taken_, as many as were asked for

  statement data_version_;
  statement select_log_;
  statement newest_;
  statement select_greatest_id_;
  statement by_id_;
  statement at_;
};

}  // namespace varve::sqlite
