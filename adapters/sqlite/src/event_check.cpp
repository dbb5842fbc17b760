#include "event_check.hpp"

#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/change.hpp>

#include <utility>

namespace varve::sqlite {

void findings::add(std::string check, std::string message, std::optional<std::int64_t> at) {
  ++sum_.findings;
  finding out{std::move(check), std::move(message), std::nullopt};
  if (at) out.at = position{*at};
  if (observer_.found) observer_.found(out);
}

void event_check::next(const event_row& row) {
  try {
    const std::string stream{source_.stream_names().find(row.stream)};
    const std::string type{source_.type_names().find(row.type)};
    check_revision(row, stream);
    check_content(row, stream, type);
    if (stream == engine::change_stream) follow_change(row, type);
  } catch (const failure& problem) {
    out_.add("event", problem.error().message, row.position);
  }
  check_commit(row);
  before_ = row;
}

void event_check::skip() {
  before_.reset();
  ++skipped_;
}

std::int64_t event_check::revisions(std::int64_t stream) const {
  const auto at = static_cast<std::size_t>(stream - 1);
  return stream > 0 && at < revisions_.size() ? revisions_[at] : 0;
}

std::int64_t event_check::compacted_before(std::int64_t stream) const {
  const auto found = compacted_before_.find(stream);
  return found == compacted_before_.end() ? 0 : found->second;
}

void event_check::check_commit(const event_row& row) {
  if (row.behind < 0 || row.ahead < 0 || row.behind >= row.position)
    out_.add("commit", "the event cannot stand where it says in its commit", row.position);
  if (row.position == 1 && row.behind != 0)
    out_.add("commit", "the first event of the log is not the first of its commit", 1);
  if (!before_) return;
  const bool begins = before_->ends_commit();
  if (row.behind != (begins ? 0 : before_->behind + 1) || (!begins && row.ahead != before_->ahead - 1))
    out_.add("commit", "the event and the one before it do not agree on where their commits end",
             row.position);
  if (row.recorded_at < before_->recorded_at)
    out_.add("time", "the append time falls", row.position);
  else if (!begins && row.recorded_at != before_->recorded_at)
    out_.add("time", "the append time changes inside a commit", row.position);
}

void event_check::check_revision(const event_row& row, std::string_view stream) {
  if (static_cast<std::size_t>(row.stream) > revisions_.size())
    revisions_.resize(static_cast<std::size_t>(row.stream));
  std::int64_t& expected = revisions_[static_cast<std::size_t>(row.stream - 1)];
  // Events that could not be read may have been this stream's.
  if (row.revision < expected || row.revision > expected + skipped_)
    out_.add("revision",
             "stream " + std::string(stream) + " goes from revision " + std::to_string(expected - 1) +
                 " to " + std::to_string(row.revision),
             row.position);
  expected = row.revision + 1;
}

void event_check::check_content(const event_row& row, std::string_view stream, std::string_view type) {
  if (!row.tags.empty() && !tags_view::is_packed(row.tags))
    return out_.add("event", "its tags cannot be read", row.position);
  if (row.compacted) {
    compacted_before_[row.stream] = row.revision + 1;
    return;
  }
  const std::string_view content_type = row.content_type.empty() ? json_content_type : row.content_type;
  if (content_digest(stream, type, content_type, row.data, tags_view{row.tags}) != row.content_digest)
    out_.add("digest", "the content does not match its digest", row.position);
}

void event_check::follow_change(const event_row& row, std::string_view type) {
  const auto change = engine::parse_change(type, row.data);
  if (!change) return out_.add("change", "the event of $streams cannot be read", row.position);
  const auto named = source_.stream(change->stream);
  const std::int64_t seen = named ? revisions(named->key) : 0;
  engine::stream_state& state = changed_[change->stream];
  state.last = seen > 0 ? std::optional(revision{seen - 1}) : std::nullopt;
  engine::apply(*change, state);
}

}  // namespace varve::sqlite
