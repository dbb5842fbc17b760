#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/compaction.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/log_state.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>
#include <varve/eventstore/engine/stream_state.hpp>
#include <varve/eventstore/import_batch.hpp>
#include <varve/eventstore/log_info.hpp>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace varve::memory {

/// A stream with the positions of its events, by revision.
struct stream {
  std::string name;
  engine::stream_state state;
  std::vector<position> events;
};

/// An event as it stands.
struct event {
  varve::position position;
  varve::position commit;      ///< of the first event of its commit
  varve::position commit_end;  ///< of the last
  const memory::stream* stream;
  varve::revision revision;
  timestamp recorded_at;
  digest content_digest;
  std::optional<digest>
      envelope_digest;  ///< of a compacted event, which has no data and no metadata any more
  new_event what;       ///< as the door left it
};

struct id_hash {
  std::size_t operator()(const event_id& id) const noexcept { return uuid_hash{}(id.value); }
};

/// What a log holds, and how the judge sees it. Not thread-safe.
class contents final : public engine::log_state {
 public:
  explicit contents(varve::epoch epoch) { info_.epoch = epoch, info_.head.epoch = epoch; }

  /// Writes what the judge has passed, as one commit.
  appended write(const engine::prepared_append& append, timestamp recorded_at);
  /// Writes what the judge of imports has passed.
  void write(const import_batch& batch);
  /// `event_store::compact`.
  [[nodiscard]] compaction_slice compact(position after, const compaction_limits& most, const clock& time);
  /// Takes over the history of another log up to `shared`, which must end a commit there or be 0.
  void inherit(const contents& older, position shared, std::string cause);

  [[nodiscard]] const log_info& info() const { return info_; }
  [[nodiscard]] timestamp last_append() const;
  [[nodiscard]] const event& at(position place) const {
    return events_[static_cast<std::size_t>(place.value() - 1)];
  }
  /// nullptr: no event stands under this id.
  [[nodiscard]] const event* event_of(const event_id& id) const;
  /// nullptr: nothing was ever said about this stream.
  [[nodiscard]] const memory::stream* stream_of(std::string_view name) const;
  /// By name, in byte order; closed names that were never written among them.
  [[nodiscard]] const auto& streams() const { return streams_; }

  [[nodiscard]] token head() override { return info_.head; }
  [[nodiscard]] bool shares(const token& place) override { return varve::shares(info_, place); }
  [[nodiscard]] std::optional<engine::standing_event> find(const event_id& id) override;
  [[nodiscard]] std::optional<engine::change> change_at(position at) override;
  [[nodiscard]] engine::stream_state stream(std::string_view name) override;
  [[nodiscard]] std::optional<position> match(const query& which, position after) override;

 private:
  event& add(std::string_view stream, new_event what, const digest& content, timestamp recorded_at,
             position commit, position commit_end);
  memory::stream& open_stream(std::string_view name);
  [[nodiscard]] bool hidden(const event& e) const { return e.revision < e.stream->state.first_visible; }

  log_info info_;
  std::deque<event> events_;
  std::map<std::string, memory::stream, std::less<>> streams_;
  std::unordered_map<event_id, position, id_hash> ids_;
};

}  // namespace varve::memory
