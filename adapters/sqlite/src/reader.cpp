#include "reader.hpp"

#include "damage.hpp"

#include <algorithm>
#include <cstring>

namespace varve::sqlite {
namespace {

std::string select_events(std::string_view rest) {
  return std::string("SELECT ").append(event_columns).append(" FROM varve_events ").append(rest);
}

std::string select_streams(std::string_view rest) {
  return std::string("SELECT ").append(stream_columns).append(" FROM varve_streams ").append(rest);
}

connection open_for_reading(const std::string& path, access how) {
  connection db{path, how};
  db.execute("PRAGMA query_only = ON");
  return db;
}

}  // namespace

reader::reader(const std::string& path, access how, const shared_names& names)
    : db_(open_for_reading(path, how)),
      scan_(db_),
      state_(db_, std::string("SELECT ").append(log_columns) +
                      ", (SELECT max(position) FROM varve_events) FROM varve_log"),
      events_(db_, select_events("WHERE position >= ?1 AND position <= ?2 ORDER BY position")),
      forward_from_(scan_.prepare("position >= ?", "position")),
      backward_from_(scan_.prepare("position <= ?", "position DESC")),
      stream_forward_(scan_.prepare("stream = ?3 AND revision >= ?1 AND revision <= ?2", "revision")),
      stream_backward_(scan_.prepare("stream = ?3 AND revision <= ?1 AND revision >= ?2", "revision DESC")),
      streams_from_(db_, select_streams("WHERE name >= ? ORDER BY name")),
      stream_(db_, select_streams("WHERE name = ?")),
      last_revision_(db_, "SELECT max(revision) FROM varve_events WHERE stream = ?"),
      at_(db_, select_events("WHERE position = ?")),
      by_id_(db_, select_events("WHERE id = ?")),
      greatest_id_(db_, "SELECT id FROM varve_events ORDER BY id DESC LIMIT 1"),
      data_version_(db_, "PRAGMA data_version"),
      greatest_stream_(db_, "SELECT max(stream) FROM varve_streams"),
      postings_(db_),
      directory_(names.directory),
      stream_names_(db_, name_kind::stream, names.streams),
      type_names_(db_, name_kind::type, names.types) {}

bool reader::each_event(direction way, std::int64_t from, const event_scan::visitor& see) {
  return scan_.walk(way == direction::forward ? forward_from_ : backward_from_, see, from);
}

bool reader::each_event_of(std::int64_t stream, direction way, std::int64_t from, std::int64_t to,
                           const event_scan::visitor& see) {
  return scan_.walk(way == direction::forward ? stream_forward_ : stream_backward_, see, from, to, stream);
}

std::optional<stream_row> reader::stream(std::string_view name) {
  auto found = stream_.run(name);
  if (!found.next()) return std::nullopt;
  return read_stream_row(found);
}

std::optional<stream_row> reader::known_stream(std::string_view name, const snapshot& state) {
  const std::int64_t changes = state.log().changes;
  if (auto known = directory_->find(name, changes)) return known;
  auto found = stream(name);
  if (found) directory_->put(name, changes, *found);
  return found;
}

std::optional<std::int64_t> reader::last_revision(std::int64_t stream) {
  auto found = last_revision_.run(stream);
  if (!found.next() || found.is_null(0)) return std::nullopt;
  return found.integer(0);
}

event_row reader::event_at(std::int64_t position) {
  auto found = row_at(position);
  if (!found.next()) damaged_event(position);
  event_row row = read_checked_row(found);
  row.content_type = row.tags = row.metadata = row.data = {};  // they end with the statement
  return row;
}

std::optional<event_ref> reader::reference(statement& select, auto place) {
  auto found = select.run(place);
  if (!found.next()) return std::nullopt;
  const event_row row = read_checked_row(found);
  return event_ref{position{row.position},
                   position{row.position - row.behind},
                   std::string(stream_names_.find(row.stream)),
                   revision{row.revision},
                   row.id,
                   std::string(type_names_.find(row.type)),
                   row.occurred_at,
                   row.recorded_at,
                   row.content_digest};
}

std::optional<event_ref> reader::reference_at(std::int64_t position) {
  return reference(at_, position);
}

std::optional<event_ref> reader::reference_of(const event_id& id) {
  return reference(by_id_, std::span<const std::uint8_t>(id.value.bytes));
}

std::optional<event_id> reader::greatest_id() {
  auto found = greatest_id_.run();
  if (!found.next()) return std::nullopt;
  const std::string_view bytes = found.text(0);
  event_id id;
  if (bytes.size() != id.value.bytes.size()) damaged("an event's id");
  std::memcpy(id.value.bytes.data(), bytes.data(), bytes.size());
  return id;
}

std::int64_t reader::data_version() {
  auto found = data_version_.run();
  return found.next() ? found.integer(0) : 0;
}

std::int64_t reader::greatest_stream() {
  auto found = greatest_stream_.run();
  return found.next() ? std::max(found.integer(0), std::int64_t{0}) : 0;
}

std::int64_t reader::bytes() {
  return db_.integer("PRAGMA page_count") * db_.integer("PRAGMA page_size");
}

snapshot::snapshot(reader& source) : source_(source), row_(source.state_.run()) {
  if (!row_.next()) damaged("varve_log, which has lost its row,");
  log_ = read_log_row(row_);
  last_ = row_.integer(6);
}

result<void> snapshot::check(const token& place) const {
  log_info known;
  known.epoch = log_.epoch;
  known.head = head();
  if (place.epoch.stated() && place.epoch != known.epoch) known.ancestors = source_.ancestors();
  if (shares(known, place)) return {};
  return error{errc::wrong_epoch,
               "the token " + place.to_string() + " belongs to a history that this log does not share"};
}

}  // namespace varve::sqlite
