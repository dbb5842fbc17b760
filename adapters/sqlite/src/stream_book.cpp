#include "stream_book.hpp"

namespace varve::sqlite {
namespace {

constexpr std::size_t most_entries = 100'000;

/// 0 without a row.
std::int64_t first_integer(statement& select) {
  auto row = select.run();
  return row.next() ? row.integer(0) : 0;
}

}  // namespace

stream_book::stream_book(const connection& db)
    : select_(db, std::string("SELECT ").append(stream_columns).append(" FROM varve_streams WHERE name = ?")),
      last_revision_(db, "SELECT max(revision) FROM varve_events WHERE stream = ?"),
      greatest_(db, "SELECT max(stream, 0) FROM varve_streams ORDER BY stream DESC LIMIT 1"),
      least_(db, "SELECT min(stream, 0) FROM varve_streams ORDER BY stream LIMIT 1"),
      insert_(db,
              "INSERT INTO varve_streams(stream, first_visible, deleted_before, closed, checksum, name) "
              "VALUES (?, ?, ?, ?, ?, ?)"),
      update_(db,
              "UPDATE varve_streams SET first_visible = ?2, deleted_before = ?3, closed = ?4, checksum = ?5 "
              "WHERE stream = ?1") {}

stream_book::entry& stream_book::find(std::string_view name) {
  if (!step_to(name)) {
    auto found = entries_.find(name);
    if (found == entries_.end()) found = entries_.emplace(std::string(name), entry{}).first;
    if (last_ != nullptr) last_->second.after = &*found;
    last_ = &*found;
  }
  entry& stream = last_->second;
  if (stream.known_in != era_) load(name, stream);
  return stream;
}

/// Whether the stream is found without looking into the map.
bool stream_book::step_to(std::string_view name) {
  if (last_ == nullptr || last_->first == name) return last_ != nullptr;
  auto* const after = last_->second.after;
  if (after == nullptr || after->first != name) return false;
  last_ = after;
  return true;
}

void stream_book::load(std::string_view name, entry& stream) {
  stream = {};
  if (auto row = select_.run(name); row.next()) {
    const stream_row found = read_stream_row(row);
    stream.key = found.key;
    stream.state = found.state(last_revision(found.key));
  }
  stream.known_in = era_;
}

std::optional<std::int64_t> stream_book::last_revision(std::int64_t key) {
  auto row = last_revision_.run(key);
  if (!row.next() || row.is_null(0)) return std::nullopt;
  return row.integer(0);
}

void stream_book::begin(std::string_view name, entry& stream) {
  if (greatest_known_in_ != era_) greatest_key_ = first_integer(greatest_);
  greatest_known_in_ = era_;
  insert(name, stream, ++greatest_key_);
}

void stream_book::store(std::string_view name, entry& stream) {
  if (stream.key == 0) {
    if (stream.state.closed) insert(name, stream, first_integer(least_) - 1);
    return;  // otherwise there is nothing to hide and nothing to remember
  }
  const auto row = stream_row::of(stream.key, stream.state);
  update_.execute(row.key, row.first_visible, row.deleted_before, row.closed, row.checksum(name));
}

void stream_book::insert(std::string_view name, entry& stream, std::int64_t key) {
  const auto row = stream_row::of(key, stream.state);
  insert_.execute(row.key, row.first_visible, row.deleted_before, row.closed, row.checksum(name), name);
  stream.key = key;
}

void stream_book::trim() {
  if (entries_.size() > most_entries) forget_entries();
}

void stream_book::forget() {
  forget_entries();
  ++era_;
}

void stream_book::forget_entries() {
  last_ = nullptr;
  entries_.clear();
}

}  // namespace varve::sqlite
