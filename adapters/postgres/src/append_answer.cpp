#include "append_answer.hpp"

#include <varve/eventstore/engine/judge.hpp>

#include <cstring>
#include <utility>
#include <vector>

namespace varve::postgres {
namespace {

using engine::pending_append;

constexpr int what_column = 0;
constexpr int request_column = 1;
constexpr int demand_column = 2;
constexpr int position_column = 3;
constexpr int revision_column = 4;
constexpr int bytes_column = 5;
constexpr int firsts_column = 6;  // of `append_1`
// Of what `append_calls::change` adds.
constexpr int seen_column = 6;
constexpr int answered_stream_column = 7;
constexpr int answered_type_column = 8;
constexpr int data_column = 9;

std::int64_t number_at(const rows& from, int row, int column) {
  return from.is_null(row, column) ? 0 : from.integer(row, column);
}

/// A demand with the stream that it is about.
std::pair<const stream_id&, const expected&> demand_of(const append_request& request, std::size_t index) {
  if (index < request.writes.size()) return {request.writes[index].stream, request.writes[index].expected};
  const stream_check& check = request.checks[index - request.writes.size()];
  return {check.stream, check.expected};
}

void add_written(pending_append& pending, const answer_row& found, std::size_t write, const token& head) {
  const stream_write& asked = pending.append.request().writes[write];
  const auto more = static_cast<std::int64_t>(asked.events.size()) - 1;
  if (!pending.outcome) pending.outcome = appended{{}, found.position, {}, false, {}};
  auto& out = std::get<appended>(*pending.outcome);
  out.writes.push_back({asked.stream.name(), found.revision, found.revision + more});
  out.last = found.position + more;
  out.token = {head.epoch, out.last};
}

append_outcome wrong_epoch(const append_request& request) {
  return not_written{{errc::wrong_epoch, "the condition's token " + request.condition->after.to_string() +
                                             " belongs to a history that this log does not share"}};
}

void fill_in(const append_batch& batch, pending_append& pending, const answer_row& found, const token& head) {
  const append_request& request = pending.append.request();
  switch (found.what) {
    case answer_kind::written: return add_written(pending, found, batch.demand_at(found.demand).index, head);
    case answer_kind::wrong_epoch: pending.outcome = wrong_epoch(request); return;
    case answer_kind::condition_failed: pending.outcome = conflict{{}, {}, {}, found.position}; return;
    case answer_kind::checked:
      pending.outcome = appended{{}, {}, {}, false, {head.epoch, found.position}};
      return;
    default: break;
  }
  const auto [stream, demand] = demand_of(request, batch.demand_at(found.demand).index);
  pending.outcome = refusal(found, stream, demand);
}

/// All were written or hold; `firsts` are their first revisions, and behind the last the log ends at `head`.
void fill_in_all(const append_batch& batch, const std::vector<std::int64_t>& firsts, const token& head) {
  token end{head.epoch, position{head.position.value() - static_cast<std::int64_t>(batch.events())}};
  std::size_t demand = 0;
  for (pending_append* const pending : batch.appends()) {
    const append_request& request = pending->append.request();
    appended out{{}, {}, {}, false, {}};
    if (!request.writes.empty()) out.first = end.position.next();
    for (const stream_write& write : request.writes) {
      const revision first{firsts.at(demand++)};
      const auto events = static_cast<std::int64_t>(write.events.size());
      out.writes.push_back({write.stream.name(), first, first + (events - 1)});
      end.position = end.position + events;
    }
    demand += request.checks.size();
    if (!request.writes.empty()) out.last = end.position;
    out.token = end;
    pending->outcome = std::move(out);
  }
}

}  // namespace

answer_row answer_row::at(const rows& from, int row) {
  return {static_cast<answer_kind>(from.integer(row, what_column)), number_at(from, row, request_column),
          number_at(from, row, demand_column), varve::position{number_at(from, row, position_column)},
          varve::revision{number_at(from, row, revision_column)}};
}

answered_log answered_log::of(const rows& from) {
  for (int row = 0; row < from.size(); ++row) {
    const auto found = answer_row::at(from, row);
    if (found.what != answer_kind::log) continue;
    return {{epoch{from.uuid(row, bytes_column)}, found.position},
            timestamp{std::chrono::nanoseconds{found.revision.value()}}};
  }
  throw failure{{errc::corrupt, "the log's append function answered without saying where the log stands"}};
}

std::optional<std::int64_t> barrier_in(const rows& from) {
  for (int row = 0; row < from.size(); ++row)
    if (const auto found = answer_row::at(from, row); found.what == answer_kind::barrier)
      return found.position.value();
  return std::nullopt;
}

std::optional<engine::standing_event> standing_log::find(const event_id& id) {
  const auto found = found_.find(id);
  return found == found_.end() ? std::nullopt : std::optional(found->second);
}

engine::standing_event standing_at(const rows& from, int row) {
  const auto found = answer_row::at(from, row);
  const std::string_view bytes = from.bytes(row, bytes_column);
  engine::standing_event out{found.position, found.revision, {}};
  if (bytes.size() != out.content_digest.bytes.size())
    throw failure{{errc::corrupt, "the event at position " + std::to_string(found.position.value()) +
                                      " has no digest: the log is damaged"}};
  std::memcpy(out.content_digest.bytes.data(), bytes.data(), bytes.size());
  return out;
}

bool stands_unseen(const rows& from, int row) {
  return answer_row::at(from, row).what == answer_kind::stands && from.is_null(row, seen_column);
}

std::optional<engine::change> change_at(const rows& from, int row) {
  if (from.is_null(row, answered_stream_column) ||
      from.bytes(row, answered_stream_column) != engine::change_stream)
    return std::nullopt;
  return engine::parse_change(from.bytes(row, answered_type_column), from.bytes(row, data_column));
}

append_outcome refusal(const answer_row& verdict, const stream_id& stream, const expected& demand) {
  if (verdict.what == answer_kind::stream_deleted)
    return not_written{{errc::stream_deleted, "stream " + stream.name() + " was deleted for ever"}};
  conflict out{stream.name(), demand, {}, {}};
  if (verdict.revision >= revision{0}) out.actual = verdict.revision;
  return out;
}

void fill_in(const append_batch& batch, const rows& answer) {
  const token head = answered_log::of(answer).head;
  if (answer.size() == 1 && !answer.is_null(0, firsts_column))
    return fill_in_all(batch, answer.integers(0, firsts_column), head);
  standing_log standing{head};
  std::vector<pending_append*> repeated;
  for (int row = 0; row < answer.size(); ++row) {
    const auto found = answer_row::at(answer, row);
    if (found.what == answer_kind::log) continue;
    pending_append* const pending = batch.appends()[static_cast<std::size_t>(found.request - 1)];
    if (found.what == answer_kind::stands) {
      standing.add(*batch.named_at(found.demand).event->id, standing_at(answer, row));
      repeated.push_back(pending);
    } else {
      fill_in(batch, *pending, found, head);
    }
  }
  for (pending_append* const pending : repeated)
    if (!pending->outcome) pending->outcome = engine::judge(pending->append, standing);
}

}  // namespace varve::postgres
