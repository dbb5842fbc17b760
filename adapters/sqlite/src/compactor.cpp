#include "compactor.hpp"

#include "damage.hpp"
#include "stream_row.hpp"

#include <string_view>

namespace varve::sqlite {

compactor::compactor(const connection& db, const compaction_limits& most, const clock& time)
    : most_(most),
      time_(time),
      events_(db, std::string("SELECT ")
                      .append(event_columns)
                      .append(" FROM varve_events WHERE position > ? ORDER BY position")),
      stream_(db,
              std::string("SELECT ").append(stream_columns).append(" FROM varve_streams WHERE stream = ?")),
      remove_(db, "DELETE FROM varve_events WHERE position = ?"),
      insert_(db,
              "INSERT INTO varve_events(position, stream, revision, type, id, envelope, data) "
              "VALUES (?, ?, ?, ?, ?, ?, NULL)") {}

compaction_slice compactor::run(position after, position head) {
  const instant until = time_.steady() + most_.longest;
  out_.scanned = after;
  {
    auto row = events_.run(after.value());
    stored_row found;
    bool more = true;
    while (more && row.next()) {
      read_event_row(row, found);
      look_at(found);
      more = skeletons_.size() < most_.most_compacted && time_.steady() < until;
    }
  }
  out_.end = out_.scanned == head;
  write();
  return out_;
}

void compactor::look_at(const stored_row& found) {
  if (is_hidden(found.row) && !found.row.compacted) {
    if (!found.intact()) damaged_event(found.row.position);
    take(found.row);
  }
  out_.scanned = position{found.row.position};
}

bool compactor::is_hidden(const event_row& row) {
  return row.revision < first_visible(row.stream);
}

std::int64_t compactor::first_visible(std::int64_t stream) {
  const auto known = first_visible_.find(stream);
  if (known != first_visible_.end()) return known->second;
  auto row = stream_.run(stream);
  if (!row.next()) damaged("stream key " + std::to_string(stream));
  return first_visible_.emplace(stream, read_stream_row(row).first_visible).first->second;
}

void compactor::take(const event_row& row) {
  const std::string_view metadata = row.metadata.empty() ? std::string_view("{}") : row.metadata;
  const digest remains = envelope_digest(metadata, row.occurred_at, row.recorded_at);
  event_row left = row;
  left.compact(remains);
  skeleton& out = skeletons_.emplace_back();
  out = {row.position, row.stream, row.revision, row.type, row.id, std::string(row_envelope::size(left), 0)};
  row_envelope::write(left, out.envelope.data());
  ++out_.events;
  out_.bytes += static_cast<std::int64_t>(row.data.size() + row.metadata.size());
}

void compactor::write() {
  for (const auto& each : skeletons_) remove_.execute(each.position);
  for (const auto& each : skeletons_)
    insert_.execute(each.position, each.stream, each.revision, each.type,
                    std::span<const std::uint8_t>(each.id.value.bytes), as_blob(each.envelope));
}

}  // namespace varve::sqlite
