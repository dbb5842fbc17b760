#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/compaction.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/log_info.hpp>
#include <varve/eventstore/page.hpp>

#include "event_row.hpp"
#include "queries.hpp"
#include "seen_log.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// The log at the moment of a read.
struct log_state {
  token head;
  /// Whether the server is in recovery.
  bool standby = false;

  /// From the answer to `queries::state`. Throws `moved_log` when it stands elsewhere than where it was
  /// written last.
  [[nodiscard]] static log_state of(const rows& from);
};

/// The log was restored or promoted, and nobody has written it since.
class moved_log : public failure {
 public:
  moved_log()
      : failure(
            {errc::unavailable,
             "the log was restored or its server was promoted, and has not begun its new epoch: open it for "
             "writing once"}) {}
};

/// The log has begun another epoch while it was read: a pooler leads to another server now.
class changed_log : public failure {
 public:
  changed_log()
      : failure({errc::unavailable, "the log has begun another epoch while it was read: read again"}) {}
};

/// Reads a log through one connection. Every member throws `failure`.
class log_reader {
 public:
  log_reader(session& through, const queries& ask, name_cache& names, seen_log& seen, const clock& time)
      : through_(through), ask_(ask), names_(names), seen_(seen), time_(time) {}

  [[nodiscard]] result<page> read_log(const token& after, const filter& which, const read_options& how);
  [[nodiscard]] result<page> read_stream(std::string_view name, revision from, const filter& which,
                                         const read_options& how);
  [[nodiscard]] std::vector<std::optional<event_ref>> find(std::span<const event_id> ids);
  [[nodiscard]] std::optional<event_ref> event_at(position at);
  [[nodiscard]] stream_listing list(const stream_range& range);
  [[nodiscard]] log_info info();
  /// `wrong_epoch` for a place that is not of this log's history. Throws `standby_server` where a standby has
  /// not come there yet.
  [[nodiscard]] result<void> check(const token& place, const log_state& now);
  [[nodiscard]] log_state state();
  /// `event_store::compact`; what it writes is written through this connection, in a statement of its own.
  [[nodiscard]] compaction_slice compact(position after, std::size_t most);

  /// The state of the log and what else is asked for, of one snapshot.
  struct snapshot {
    log_state now;
    std::vector<rows> answers;
  };
  /// Throws `standby_server`, and gives the connection up, when it leads to one that this store does not
  /// read.
  [[nodiscard]] snapshot look(std::vector<statement> what);

  /// One statement more of a read that began in that epoch. Throws `changed_log`.
  [[nodiscard]] rows read_on(const epoch& life, statement what);

  /// Adds the names of the streams and types of some rows. `corrupt` when one is nowhere.
  void add_names(const epoch& life, const rows& events, key_names& to);

 private:
  /// A read of one statement.
  [[nodiscard]] rows read(statement what);

  session& through_;
  const queries& ask_;
  name_cache& names_;
  seen_log& seen_;
  const clock& time_;
};

}  // namespace varve::postgres
