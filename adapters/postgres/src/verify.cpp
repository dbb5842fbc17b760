#include <varve/core/detail/text_hash.hpp>
#include <varve/eventstore/engine/log_check.hpp>
#include <varve/postgres/verify.hpp>

#include "address.hpp"
#include "event_row.hpp"
#include "identifier.hpp"
#include "log_reader.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace varve::postgres {
namespace {

/// Rows read in one transaction.
constexpr std::int64_t rows_per_read = 1'000;
/// Behind the columns of an event: the names of its stream and type, and whether it is filed as its stream
/// is.
constexpr int stream_name = 15;
constexpr int type_name = 16;
constexpr int filed_well = 17;

engine::stored_event stored(const event_row& row, std::int64_t stream) {
  return {row.position, row.revision,       row.recorded_at, row.behind,       row.ahead,
          stream,       row.stream,         row.type,        row.content_type, row.tags,
          row.data,     row.content_digest, row.compacted};
}

/// Goes through one log.
class verifier {
 public:
  verifier(const address& where, const verify_observer& observer)
      : log_(identifier(where.log())),
        ask_(where.log()),
        through_(where.connection()),
        observer_(observer),
        out_(observer, sum_),
        events_(out_, [this](std::string_view name) { return key_of(name); }) {}

  [[nodiscard]] verification run();

 private:
  /// Statements of one snapshot, behind the head of the log as it was then.
  [[nodiscard]] std::vector<rows> read(std::vector<statement> what);
  void check_events(std::int64_t head);
  void check_slice(const rows& found, std::int64_t end);
  void check_row(const rows& found, int row);
  [[nodiscard]] std::int64_t key_of(std::string_view stream) const;
  void note_tags(const event_row& row);
  void check_tags();
  void skip_to(std::int64_t position);
  void check_streams(const rows& found);
  void check_stream(const rows& found, int row);
  void check_ancestors(const rows& found);

  const std::string log_;
  const queries ask_;
  session through_;
  const verify_observer& observer_;
  verification sum_;
  engine::findings out_;
  engine::log_check events_;
  token head_;
  std::int64_t next_ = 1;
  std::int64_t unread_ = 0;  // events of which nothing is known
  std::unordered_map<std::string, std::int64_t, detail::text_hash, std::equal_to<>> streams_;
  std::unordered_set<std::int64_t> types_;
  array_parameter tag_positions_{type_oid::int8};
  array_parameter tags_{type_oid::text};
};

verification verifier::run() {
  static_cast<void>(read({}));
  check_events(head_.position.value());
  // Streams show what all events up to here have made of them.
  const auto last =
      read({{"SELECT s.stream, s.name, s.first_visible, s.deleted_before, s.closed, c.name FROM " + log_ +
             ".streams s LEFT JOIN " + log_ + ".names c ON c.key = s.category"},
            {"SELECT count(*) FROM " + log_ + ".tags"},
            {"SELECT a.shared, a.shared_id, e.id FROM " + log_ + ".ancestors a LEFT JOIN " + log_ +
             ".events e ON e.position = a.shared WHERE a.shared <= ALL (SELECT l.shared FROM " + log_ +
             ".ancestors l WHERE l.ordinal > a.ordinal)"}});
  check_events(head_.position.value());
  check_streams(last[0]);
  if (const std::int64_t rows = last[1].integer(0, 0); rows > sum_.tags && unread_ == 0)
    out_.add("tags", std::to_string(rows - sum_.tags) + " rows of tags belong to no event that has them");
  check_ancestors(last[2]);
  sum_.types = static_cast<std::int64_t>(types_.size());
  return sum_;
}

std::vector<rows> verifier::read(std::vector<statement> what) {
  what.insert(what.begin(), ask_.state());
  auto answers = through_.read(what);
  const token head = log_state::of(answers[0]).head;
  if (head_.epoch.stated() && head.epoch != head_.epoch) throw changed_log{};
  head_ = head;
  answers.erase(answers.begin());
  return answers;
}

void verifier::check_events(std::int64_t head) {
  const std::string slice =
      "SELECT " + std::string(event_columns) + ", s.name, n.name, e.category = s.category FROM " + log_ +
      ".events e LEFT JOIN " + log_ + ".streams s ON s.stream = e.stream LEFT JOIN " + log_ +
      ".names n ON n.key = e.type WHERE e.position BETWEEN $1 AND $2 ORDER BY e.position";
  while (next_ <= head) {
    const std::int64_t end = std::min(head, next_ + rows_per_read - 1);
    check_slice(read({{slice, parameters::of(next_, end)}})[0], end);
    if (observer_.progress) observer_.progress(position{end}, position{head});
  }
}

void verifier::check_slice(const rows& found, std::int64_t end) {
  for (int row = 0; row < found.size(); ++row) {
    skip_to(found.integer(row, 0));
    check_row(found, row);
    ++next_;
    ++sum_.events;
  }
  skip_to(end + 1);
  check_tags();
}

void verifier::skip_to(std::int64_t position) {
  for (; next_ < position; ++next_) {
    out_.add("position", "no event stands here", next_);
    events_.skip();
  }
}

void verifier::check_row(const rows& found, int row) {
  try {
    if (found.is_null(row, stream_name) || found.is_null(row, type_name))
      throw failure{{errc::corrupt, "its stream or type has no name"}};
    key_names names;
    names.streams.emplace(found.integer(row, stream_column), found.bytes(row, stream_name));
    names.types.emplace(found.integer(row, type_column), found.bytes(row, type_name));
    const event_row event = event_row::at(found, row, names);
    const std::int64_t stream = found.integer(row, stream_column);
    if (!streams_.contains(event.stream)) streams_.emplace(event.stream, stream);
    types_.insert(found.integer(row, type_column));
    events_.next(stored(event, stream));
    if (!found.boolean(row, filed_well)) out_.add("event", "it is filed under another category", next_);
    note_tags(event);
  } catch (const failure& problem) {
    out_.add("event", problem.error().message, next_);
    events_.skip();
    ++unread_;
  }
}

std::int64_t verifier::key_of(std::string_view stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? 0 : found->second;
}

void verifier::note_tags(const event_row& row) {
  if (!tags_view::is_packed(row.tags)) return;
  for (const std::string_view tag : tags_view{row.tags}) {
    tag_positions_.add(row.position);
    tags_.add(tag);
    ++sum_.tags;
  }
}

void verifier::check_tags() {
  if (tags_.empty()) return;
  const statement missing{
      "SELECT w.position, w.tag FROM unnest($1::bigint[], $2::text[]) w(position, tag) WHERE "
      "NOT EXISTS (SELECT FROM " +
          log_ + ".tags t WHERE t.tag = w.tag COLLATE \"C\" AND t.position = w.position)",
      parameters::of(std::exchange(tag_positions_, array_parameter{type_oid::int8}),
                     std::exchange(tags_, array_parameter{type_oid::text}))};
  const auto answers = read({missing});
  const rows& found = answers[0];
  for (int row = 0; row < found.size(); ++row) {
    out_.add("tags", "conditions and filters do not find its tag " + std::string(found.bytes(row, 1)),
             found.integer(row, 0));
    --sum_.tags;
  }
}

void verifier::check_streams(const rows& found) {
  for (int row = 0; row < found.size(); ++row) check_stream(found, row);
  events_.check_missing_streams();
}

void verifier::check_stream(const rows& found, int row) {
  const std::int64_t key = found.integer(row, 0);
  const std::string name{found.bytes(row, 1)};
  if (key > 0) {
    ++sum_.streams;
    if (events_.revisions(key) == 0 && unread_ == 0)
      out_.add("stream", "stream " + name + " has a key and no events");
    if (found.bytes(row, 5) != category_of(name))
      out_.add("stream", "stream " + name + " is filed under another category");
  }
  engine::stream_state shown;
  shown.first_visible = revision{found.integer(row, 2)};
  if (!found.is_null(row, 3)) shown.deleted_before = revision{found.integer(row, 3)};
  shown.closed = found.boolean(row, 4);
  events_.check_stream(key, name, shown);
}

void verifier::check_ancestors(const rows& found) {
  for (int row = 0; row < found.size(); ++row) {
    const std::int64_t shared = found.integer(row, 0);
    if (shared == 0) continue;
    if (found.is_null(row, 2) || found.uuid(row, 1) != found.uuid(row, 2))
      out_.add("log", "an ancestor names another event as the last that it shares", shared);
  }
}

}  // namespace

verification verify(std::string_view url, const verify_observer& observer) {
  const auto where = address::parse(url);
  if (!where) throw failure{where.error()};
  return verifier{*where, observer}.run();
}

}  // namespace varve::postgres
