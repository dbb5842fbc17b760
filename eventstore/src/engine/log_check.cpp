#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/log_check.hpp>

#include <utility>

namespace varve::engine {
namespace {

/// A delete of what had no events is kept or not.
std::int64_t deleted_before(const stream_state& stream) {
  return stream.deleted_before ? stream.deleted_before->value() : 0;
}

bool same(const stream_state& one, const stream_state& other) {
  return one.first_visible == other.first_visible && deleted_before(one) == deleted_before(other) &&
         one.closed == other.closed;
}

}  // namespace

void findings::add(std::string check, std::string message, std::optional<std::int64_t> at) {
  ++sum_.findings;
  finding out{std::move(check), std::move(message), std::nullopt};
  if (at) out.at = position{*at};
  if (observer_.found) observer_.found(out);
}

void log_check::next(const stored_event& event) {
  seen_stream& stream = streams_[event.stream_key];
  check_revision(event, stream);
  check_content(event, stream);
  check_commit(event);
  if (event.stream == change_stream) follow_change(event);
  before_ = {event.recorded_at, event.behind, event.ahead};
}

void log_check::skip() {
  before_.reset();
  ++skipped_;
}

void log_check::check_stream(std::int64_t key, std::string_view name, const stream_state& shown) {
  const auto say = [&](const char* check, const char* what) {
    out_.add(check, "stream " + std::string(name) + what);
  };
  if (const auto found = streams_.find(key);
      found != streams_.end() && found->second.compacted_before > shown.first_visible)
    say("compaction", " shows revisions of which only skeletons are left");
  const auto changed = changed_.find(name);
  if (changed != changed_.end()) changed->second.shown = true;
  if (!same(shown, changed == changed_.end() ? stream_state{} : changed->second.state))
    say("change", " does not show what $streams says of it");
}

void log_check::check_missing_streams() {
  for (const auto& [name, stream] : changed_)
    if (stream.state.closed && !stream.shown)
      out_.add("change", "stream " + name + " was deleted for ever, and has no row that says so");
}

std::int64_t log_check::revisions(std::int64_t stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second.revisions;
}

void log_check::check_commit(const stored_event& event) {
  if (event.behind < 0 || event.ahead < 0 || event.behind >= event.position)
    out_.add("commit", "the event cannot stand where it says in its commit", event.position);
  if (event.position == 1 && event.behind != 0)
    out_.add("commit", "the first event of the log is not the first of its commit", 1);
  if (!before_) return;
  const bool begins = before_->ahead == 0;
  if (event.behind != (begins ? 0 : before_->behind + 1) || (!begins && event.ahead != before_->ahead - 1))
    out_.add("commit", "the event and the one before it do not agree on where their commits end",
             event.position);
  if (event.recorded_at < before_->recorded_at)
    out_.add("time", "the append time falls", event.position);
  else if (!begins && event.recorded_at != before_->recorded_at)
    out_.add("time", "the append time changes inside a commit", event.position);
}

void log_check::check_revision(const stored_event& event, seen_stream& stream) {
  std::int64_t& expected = stream.revisions;
  // Events that could not be read may have been this stream's.
  if (event.revision < expected || event.revision > expected + skipped_)
    out_.add("revision",
             "stream " + std::string(event.stream) + " goes from revision " + std::to_string(expected - 1) +
                 " to " + std::to_string(event.revision),
             event.position);
  expected = event.revision + 1;
}

void log_check::check_content(const stored_event& event, seen_stream& stream) {
  if (!event.tags.empty() && !tags_view::is_packed(event.tags))
    return out_.add("event", "its tags cannot be read", event.position);
  if (event.compacted) {
    stream.compacted_before = revision{event.revision + 1};
    return;
  }
  const std::string_view content_type = event.content_type.empty() ? json_content_type : event.content_type;
  if (content_digest(event.stream, event.type, content_type, event.data, tags_view{event.tags}) !=
      event.content_digest)
    out_.add("digest", "the content does not match its digest", event.position);
}

void log_check::follow_change(const stored_event& event) {
  const auto change = parse_change(event.type, event.data);
  if (!change) return out_.add("change", "the event of $streams cannot be read", event.position);
  const std::int64_t seen = revisions(key_of_(change->stream));
  stream_state& state = changed_[change->stream].state;
  state.last = seen > 0 ? std::optional(revision{seen - 1}) : std::nullopt;
  apply(*change, state);
}

}  // namespace varve::engine
