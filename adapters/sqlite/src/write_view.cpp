#include "write_view.hpp"

#include <varve/eventstore/log_info.hpp>

#include "damage.hpp"

#include <algorithm>

namespace varve::sqlite {
namespace {

std::string select_event(std::string_view where) {
  return std::string("SELECT ").append(event_columns).append(" FROM varve_events WHERE ").append(where);
}

engine::standing_event standing(const event_row& row) {
  return {position{row.position}, revision{row.revision}, row.content_digest};
}

}  // namespace

write_view::write_view(connection& db)
    : db_(db),
      streams_(db),
      types_(db),
      terms_(db),
      feed_(db),
      data_version_(db, "PRAGMA data_version"),
      select_log_(db, std::string("SELECT ").append(log_columns).append(" FROM varve_log")),
      newest_(db, select_event("true ORDER BY position DESC LIMIT 1")),
      select_greatest_id_(db, "SELECT max(id) FROM varve_events"),
      by_id_(db, select_event("id = ?")),
      at_(db, select_event("position = ?")) {}

// ---- between transactions

void write_view::begin() {
  auto row = data_version_.run();
  const std::int64_t version = row.next() ? row.integer(0) : 0;
  if (!known_ || version != version_) reload();
  known_ = true;
  version_ = version;
  streams_.trim();
  terms_.settle(log_.indexed);
}

void write_view::reload() {
  const epoch before = log_.epoch;
  {
    auto row = select_log_.run();
    if (!row.next()) damaged("varve_log, which has lost its row,");
    log_ = read_log_row(row);
  }
  ancestors_ = read_ancestors(db_);
  if (log_.epoch != before) terms_.forget();
  streams_.others_committed();
  head_ = 0;
  last_append_ = timestamp::min();
  if (auto row = newest_.run(); row.next()) {
    stored_row newest;  // it may be damaged: events can be appended behind it all the same
    read_event_row(row, newest);
    head_ = newest.row.position;
    last_append_ = newest.row.recorded_at;
  }
  greatest_id_ = {};
  if (auto row = select_greatest_id_.run(); row.next() && !row.is_null(0)) {
    if (row.text(0).size() != greatest_id_.value.bytes.size()) damaged("the greatest event id");
    std::ranges::copy(row.text(0), greatest_id_.value.bytes.begin());
  }
  committed_head_ = head_;
}

void write_view::committed() {
  committed_head_ = head_;
  changes_.clear();
}

void write_view::forget() {
  known_ = false;
  streams_.forget();
  types_.forget();
  terms_.cut(committed_head_);
  taken_.clear();
  taken_ids_.clear();
  changes_.clear();
}

// ---- writing

void write_view::take(const engine::prepared_append& append, const appended& where, timestamp recorded_at) {
  last_append_ = recorded_at;
  if (append.request().change) return take_change(append, where, recorded_at);
  const auto& writes = append.request().writes;
  for (const auto& entry : append.entries())
    take_event(writes[entry.write].stream.name(), *entry.event, entry.content_digest,
               {where.first, where.last}, recorded_at);
}

void write_view::take_change(const engine::prepared_append& append, const appended& where,
                             timestamp recorded_at) {
  const std::string& name = append.request().change->stream.name();
  const new_event& event = changes_.emplace_back(append.change_event(streams_.find(name).state.next()));
  const digest content =
      content_digest(engine::change_stream, event.type, json_content_type, event.data, event.tags.view());
  take_event(engine::change_stream, event, content, {where.first, where.last}, recorded_at);
  apply(engine::parse_change(event.type, event.data).value());
  write_log_row(db_, log_);
}

void write_view::take(const import_batch& batch) {
  const std::int64_t changes = log_.changes;
  for (const auto& event : batch.events) {
    last_append_ = event.recorded_at;
    take_event(event.stream.name(), event.what, event.content_digest, {event.commit, event.commit_end},
               event.recorded_at, event.envelope_digest ? &*event.envelope_digest : nullptr);
    if (event.stream.name() == engine::change_stream)
      apply(engine::parse_change(event.what.type, event.what.data).value());
  }
  if (log_.changes != changes) write_log_row(db_, log_);
  ancestors_ = batch.ancestors;
  write_ancestors(db_, ancestors_);
}

void write_view::apply(const engine::change& change) {
  auto& stream = streams_.find(change.stream);
  engine::apply(change, stream.state);
  streams_.store(change.stream, stream);
  ++log_.changes;
}

void write_view::take_event(std::string_view name, const new_event& event, const digest& content,
                            commit_range commit, timestamp recorded_at, const digest* envelope) {
  auto& stream = streams_.find(name);
  if (stream.key == 0) streams_.begin(name, stream);
  stream.state.last = stream.state.next();

  event_row& row = taken_.emplace_back();
  row.position = ++head_;
  row.behind = row.position - commit.first.value();
  row.ahead = commit.last.value() - row.position;
  row.stream = stream.key;
  row.revision = stream.state.last->value();
  row.type = types_.key_of(event.type);
  row.id = *event.id;
  row.occurred_at = *event.occurred_at;
  row.recorded_at = recorded_at;
  row.content_digest = content;
  row.content_type = event.content_type;
  row.tags = event.tags.packed();
  row.metadata = event.metadata;
  row.data = event.data;
  if (envelope != nullptr) row.compact(*envelope);
  greatest_id_ = std::max(greatest_id_, row.id);
  terms_.add(row.position, name, event.type, event.tags.view());
}

void write_view::flush() {
  if (!taken_.empty()) feed_.insert(taken_);
  taken_.clear();
  taken_ids_.clear();
}

void write_view::merge(std::int64_t most_events, std::size_t most_terms) {
  if (!merge_due(most_events)) return;
  const std::int64_t target = std::min(head_, log_.indexed + most_events);
  terms_.catch_up(target);
  const auto mark = terms_.merge(target, most_terms);
  if (!mark) return;
  log_.indexed = *mark;
  write_log_row(db_, log_);
}

void write_view::raise_barrier() {
  ++log_.barriers;
  write_log_row(db_, log_);
}

// ---- judging

bool write_view::shares(const token& place) {
  log_info known;
  known.epoch = log_.epoch;
  known.head = head();
  known.ancestors = ancestors_;
  return varve::shares(known, place);
}

std::optional<engine::standing_event> write_view::find(const event_id& id) {
  if (id > greatest_id_) return std::nullopt;
  if (auto found = find_taken(id)) return found;
  return find_stored(id);
}

std::optional<engine::standing_event> write_view::find_taken(const event_id& id) {
  for (std::size_t i = taken_ids_.size(); i < taken_.size(); ++i) taken_ids_.emplace(taken_[i].id.value, i);
  const auto found = taken_ids_.find(id.value);
  if (found == taken_ids_.end()) return std::nullopt;
  return standing(taken_[found->second]);
}

std::optional<engine::standing_event> write_view::find_stored(const event_id& id) {
  auto row = by_id_.run(std::span<const std::uint8_t>(id.value.bytes));
  if (!row.next()) return std::nullopt;
  return standing(read_checked_row(row));
}

std::optional<engine::change> write_view::change_at(position at) {
  flush();
  auto row = at_.run(at.value());
  if (!row.next()) damaged_event(at.value());
  const event_row found = read_checked_row(row);
  if (found.stream != streams_.find(engine::change_stream).key) return std::nullopt;
  for (const auto kind :
       {stream_change::kind::soft_delete, stream_change::kind::hard_delete, stream_change::kind::truncate})
    if (types_.find(engine::type_of(kind)) == found.type)
      return engine::parse_change(engine::type_of(kind), found.data);
  return std::nullopt;
}

engine::stream_state write_view::stream(std::string_view name) {
  return streams_.find(name).state;
}

std::optional<position> write_view::match(const query& which, position after) {
  if (!terms_.covers(head_)) {
    flush();
    terms_.catch_up(head_);
  }
  const auto found = terms_.match(which, after.value());
  if (!found) return std::nullopt;
  return position{*found};
}

}  // namespace varve::sqlite
