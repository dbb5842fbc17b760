#include "found_log.hpp"

#include "log_reader.hpp"
#include "standby_server.hpp"

namespace varve::postgres {
namespace {

engine::stream_state state_in(const rows& from, int row) {
  engine::stream_state out;
  out.first_visible = revision{from.integer(row, 1)};
  if (!from.is_null(row, 2)) out.deleted_before = revision{from.integer(row, 2)};
  out.closed = from.boolean(row, 3);
  if (!from.is_null(row, 4)) out.last = revision{from.integer(row, 4)};
  return out;
}

}  // namespace

found_log::found_log(const std::vector<rows>& answers) {
  const auto now = postgres::log_state::of(answers[0]);
  if (now.standby) throw standby_server{};  // a pooler leads there
  head_ = now.head;
  const rows& streams = answers[1];
  for (int row = 0; row < streams.size(); ++row)
    streams_.emplace(streams.bytes(row, 0), state_in(streams, row));
  const rows& events = answers[2];
  for (int row = 0; row < events.size(); ++row)
    events_.emplace(
        event_id{events.uuid(row, 0)},
        engine::standing_event{position{events.integer(row, 1)}, revision{events.integer(row, 2)}, {}});
}

std::optional<engine::standing_event> found_log::find(const event_id& id) {
  const auto found = events_.find(id);
  return found == events_.end() ? std::nullopt : std::optional(found->second);
}

engine::stream_state found_log::stream(std::string_view name) {
  const auto found = streams_.find(std::string(name));
  return found == streams_.end() ? engine::stream_state{} : found->second;
}

}  // namespace varve::postgres
