#pragma once

#include <varve/core/time.hpp>
#include <varve/core/token.hpp>
#include <varve/eventstore/engine/log_state.hpp>

#include "append_batch.hpp"
#include "rows.hpp"

#include <optional>
#include <unordered_map>

namespace varve::postgres {

/// The kinds of rows that `append_1`, `change_1` and `import_2` answer with.
enum class answer_kind {
  log = 0,
  stands = 1,
  stream_deleted = 2,
  demand_failed = 3,
  wrong_epoch = 4,
  condition_failed = 5,
  written = 6,
  checked = 7,
  barrier = 8,
  other_revision = 9,
  elsewhere = 10
};

/// One of these rows.
struct answer_row {
  answer_kind what;
  std::int64_t request;
  std::int64_t demand;
  varve::position position;
  varve::revision revision;

  [[nodiscard]] static answer_row at(const rows& from, int row);
};

/// What an answer says of the log.
struct answered_log {
  token head;
  timestamp last_append;  ///< of the last event before

  /// From the row of kind `log`.
  [[nodiscard]] static answered_log of(const rows& from);
};

/// The number of barriers, when the answer says that it is another than was sent and nothing was written.
[[nodiscard]] std::optional<std::int64_t> barrier_in(const rows& from);

/// Judges appends whose ids stand already, with what the server found of them.
class standing_log final : public engine::log_state {
 public:
  explicit standing_log(const token& head) : head_(head) {}

  void add(const event_id& id, const engine::standing_event& found) { found_.insert_or_assign(id, found); }
  void add_change(std::optional<engine::change> made) { made_ = std::move(made); }

  [[nodiscard]] token head() override { return head_; }
  [[nodiscard]] bool shares(const token&) override { return true; }
  [[nodiscard]] std::optional<engine::standing_event> find(const event_id& id) override;
  [[nodiscard]] std::optional<engine::change> change_at(position) override { return made_; }
  [[nodiscard]] engine::stream_state stream(std::string_view) override { return {}; }
  [[nodiscard]] std::optional<position> match(const query&, position) override { return std::nullopt; }

 private:
  struct hash {
    std::size_t operator()(const event_id& id) const noexcept { return uuid_hash{}(id.value); }
  };

  token head_;
  std::unordered_map<event_id, engine::standing_event, hash> found_;
  std::optional<engine::change> made_;
};

/// The digest in a row of kind `stands`.
[[nodiscard]] engine::standing_event standing_at(const rows& from, int row);

/// Whether a row of kind `stands`, in the answer to `append_calls::change`, comes without the event.
[[nodiscard]] bool stands_unseen(const rows& from, int row);
/// What the event says that comes with such a row; nothing when it changes no stream.
[[nodiscard]] std::optional<engine::change> change_at(const rows& from, int row);

/// The refusal that a verdict about a stream means.
[[nodiscard]] append_outcome refusal(const answer_row& verdict, const stream_id& stream,
                                     const expected& demand);

/// Fills in the outcomes of a batch.
void fill_in(const append_batch& batch, const rows& answer);

}  // namespace varve::postgres
