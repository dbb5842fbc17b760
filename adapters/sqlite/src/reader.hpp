#pragma once

#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>

#include "candidates.hpp"
#include "event_row.hpp"
#include "event_scan.hpp"
#include "log_row.hpp"
#include "name_reader.hpp"
#include "statement.hpp"
#include "stream_directory.hpp"
#include "stream_row.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace varve::sqlite {

/// What the readers of one store share.
struct shared_names {
  std::shared_ptr<name_cache> streams = std::make_shared<name_cache>();
  std::shared_ptr<name_cache> types = std::make_shared<name_cache>();
  std::shared_ptr<stream_directory> directory = std::make_shared<stream_directory>();
};

class snapshot;

/// A connection that reads a log, with its statements. Used by one thread at a time. Throws `failure`.
class reader {
 public:
  reader(const std::string& path, access how, const shared_names& names);

  [[nodiscard]] std::vector<ancestor> ancestors() const { return read_ancestors(db_); }
  /// Events whose positions lie between `from` and `to`, both included.
  [[nodiscard]] rows events(std::int64_t from, std::int64_t to) { return events_.run(from, to); }
  /// The event at a position, if one stands there.
  [[nodiscard]] rows row_at(std::int64_t position) { return at_.run(position); }
  /// Shows the events from a position on, until the visitor has enough; false when there were no more before.
  bool each_event(direction way, std::int64_t from, const event_scan::visitor& see);
  /// The same with the revisions of one stream from `from` to `to`, both included.
  bool each_event_of(std::int64_t stream, direction way, std::int64_t from, std::int64_t to,
                     const event_scan::visitor& see);
  /// Rows of varve_streams whose names are `first` or greater, in order.
  [[nodiscard]] rows streams_from(std::string_view first) { return streams_from_.run(first); }

  [[nodiscard]] std::optional<stream_row> stream(std::string_view name);
  /// The same inside a snapshot, from memory when it can be.
  [[nodiscard]] std::optional<stream_row> known_stream(std::string_view name, const snapshot& state);
  /// nullopt when the stream has no events.
  [[nodiscard]] std::optional<std::int64_t> last_revision(std::int64_t stream);
  /// The event at a position at which one must stand, without its texts.
  [[nodiscard]] event_row event_at(std::int64_t position);
  [[nodiscard]] std::optional<event_ref> reference_at(std::int64_t position);
  [[nodiscard]] std::optional<event_ref> reference_of(const event_id& id);
  /// nullopt when the log is empty.
  [[nodiscard]] std::optional<event_id> greatest_id();
  /// Changes whenever another connection has committed.
  [[nodiscard]] std::int64_t data_version();
  /// 0 when no stream has events.
  [[nodiscard]] std::int64_t greatest_stream();

  /// Size of the database, whatever of it still stands in the write-ahead log included.
  [[nodiscard]] std::int64_t bytes();

  [[nodiscard]] posting_statements& postings() { return postings_; }
  [[nodiscard]] name_reader& stream_names() { return stream_names_; }
  [[nodiscard]] name_reader& type_names() { return type_names_; }

 private:
  friend class snapshot;

  [[nodiscard]] std::optional<event_ref> reference(statement& select, auto place);

  connection db_;
  event_scan scan_;
  statement state_;
  statement events_;
  statement forward_from_;
  statement backward_from_;
  statement stream_forward_;
  statement stream_backward_;
  statement streams_from_;
  statement stream_;
  statement last_revision_;
  statement at_;
  statement by_id_;
  statement greatest_id_;
  statement data_version_;
  statement greatest_stream_;
  posting_statements postings_;
  std::shared_ptr<stream_directory> directory_;
  name_reader stream_names_;
  name_reader type_names_;
};

/// One state of the log, held as long as this object lives. Keep it short: no checkpoint passes it.
class snapshot {
 public:
  explicit snapshot(reader& source);

  /// Position 0 in an empty log.
  [[nodiscard]] token head() const { return {log_.epoch, position{last_}}; }
  [[nodiscard]] std::int64_t last() const { return last_; }
  [[nodiscard]] const log_row& log() const { return log_; }
  /// `wrong_epoch` when the place belongs to a history that this log does not share.
  [[nodiscard]] result<void> check(const token& place) const;

 private:
  reader& source_;
  rows row_;  // a statement under way keeps its connection's transaction open
  log_row log_;
  std::int64_t last_;
};

}  // namespace varve::sqlite
