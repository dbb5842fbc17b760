#include "event_row.hpp"

#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/filter_matcher.hpp>

#include "checksum.hpp"

#include <cstring>
#include <string>

namespace varve::postgres {
namespace {

[[noreturn]] void damaged(std::int64_t position) {
  throw failure{{errc::corrupt, "the event at position " + std::to_string(position) +
                                    " is not what was written: its checksum does not fit"}};
}

}  // namespace

event_row event_row::at(const rows& from, int row, const key_names& names) {
  event_row out;
  int column = 0;
  for (std::int64_t* const number : {&out.position, &out.revision, &out.occurred_at, &out.recorded_at,
                                     &out.checksum, &out.behind, &out.ahead})
    *number = from.integer(row, column++);
  out.id = event_id{from.uuid(row, column++)};
  const std::string_view content = from.bytes(row, column++);
  if (content.size() != out.content_digest.bytes.size()) damaged(out.position);
  std::memcpy(out.content_digest.bytes.data(), content.data(), content.size());
  out.stream = names.streams.at(from.integer(row, column++));
  out.type = names.types.at(from.integer(row, column++));
  for (std::string_view* const text : {&out.content_type, &out.tags, &out.metadata, &out.data})
    *text = from.bytes(row, column++);
  out.compacted = from.is_null(row, column - 1);
  const std::int64_t expected =
      content_check({out.stream, out.type, out.id, out.content_digest, out.occurred_at, out.content_type,
                     out.tags, out.metadata, out.data}) +
      place_check({out.position, out.revision, out.recorded_at, out.behind, out.ahead});
  if (out.checksum != expected) damaged(out.position);
  return out;
}

bool event_page::add(const event_row& row, const filter& which) {
  if (row.compacted && !skeletons_) return false;
  if (!which.empty() && !engine::matches(which, row.stream, row.type, tags_view{row.tags})) return false;
  event_view event;
  event.position = position{row.position};
  event.commit = position{row.position - row.behind};
  event.revision = revision{row.revision};
  event.id = row.id;
  event.occurred_at = time_of(row.occurred_at);
  event.recorded_at = time_of(row.recorded_at);
  event.stream = stream_view{page_.keep(row.stream)};
  event.type = page_.keep(row.type);
  event.content_type = row.content_type.empty() ? json_content_type : page_.keep(row.content_type);
  event.data = page_.keep(row.data);
  event.metadata = row.metadata.empty() ? std::string_view("{}") : page_.keep(row.metadata);
  event.tags = tags_view{page_.keep(row.tags)};
  event.content_digest = page_.keep(row.content_digest);
  if (row.compacted) take_skeleton(row, event);
  page_.add(event);
  return true;
}

void event_page::take_skeleton(const event_row& row, event_view& event) {
  digest envelope;
  if (row.metadata.size() != envelope.bytes.size()) damaged(row.position);
  std::memcpy(envelope.bytes.data(), row.metadata.data(), row.metadata.size());
  event.envelope_digest = page_.keep(envelope);
  event.content_type = event.data = event.metadata = {};
}

}  // namespace varve::postgres
