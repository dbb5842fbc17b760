#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/log_check.hpp>
#include <varve/sqlite/verify.hpp>

#include "guards.hpp"
#include "log_file.hpp"
#include "posting_check.hpp"
#include "reader.hpp"

#include <algorithm>

namespace varve::sqlite {
namespace {

/// Rows read in one transaction.
constexpr std::int64_t rows_per_read = 10'000;
constexpr std::int64_t bytes_of_page = 4096;
/// Id and digest alone; what else stands in a row makes up for the pages of other tables.
constexpr std::int64_t least_bytes_of_event = 32;

engine::stored_event stored(const event_row& row, std::string_view stream, std::string_view type) {
  const std::int64_t recorded_at = row.recorded_at.time_since_epoch().count();
  return {row.position, row.revision,     recorded_at, row.behind, row.ahead,          row.stream,   stream,
          type,         row.content_type, row.tags,    row.data,   row.content_digest, row.compacted};
}

/// Goes through one log.
class verifier {
 public:
  verifier(const std::string& path, access how, const verify_observer& observer)
      : path_(path), how_(how), observer_(observer), out_(observer, sum_), source_(path, how, {}) {}

  [[nodiscard]] verification run();

 private:
  template<class Step>
  void go_on_after(const char* check, const Step& step);
  void check_file();
  [[nodiscard]] std::int64_t read_mark();
  [[nodiscard]] std::int64_t head(const snapshot& now);
  void check_types();
  [[nodiscard]] std::int64_t key_of(std::string_view stream);
  void check_events(std::int64_t head, engine::log_check& events, posting_check& postings);
  [[nodiscard]] std::int64_t check_slice(std::int64_t from, std::int64_t head, engine::log_check& events,
                                         posting_check& postings);
  void check_streams(engine::log_check& events);
  void check_stream(const rows& row, engine::log_check& events);
  void check_changes(const snapshot& now, const engine::log_check& events);

  const std::string& path_;
  access how_;
  const verify_observer& observer_;
  verification sum_;
  engine::findings out_;
  reader source_;
};

/// What is too damaged for a step to go on is a finding too.
template<class Step>
void verifier::go_on_after(const char* check, const Step& step) {
  try {
    step();
  } catch (const failure& problem) {
    if (problem.code() != errc::corrupt) throw;
    out_.add(check, problem.error().message);
  }
}

verification verifier::run() {
  go_on_after("file", [&] { check_file(); });
  posting_check postings{path_, how_, out_, read_mark()};
  engine::log_check events{out_, [this](std::string_view name) { return key_of(name); }};
  go_on_after("type", [&] { check_types(); });
  go_on_after("event", [&] { check_events(head(snapshot{source_}), events, postings); });
  go_on_after("stream", [&] {
    const snapshot now{source_};  // streams show what all events up to here have made of them
    check_events(head(now), events, postings);
    check_streams(events);
    check_changes(now, events);
  });
  go_on_after("postings", [&] { sum_.chunks = postings.compare(source_); });
  return sum_;
}

void verifier::check_file() {
  const connection db{path_, how_};
  statement check{db, "PRAGMA integrity_check(1000)"};
  auto row = check.run();
  while (row.next())
    if (row.text(0) != "ok") out_.add("file", std::string(row.text(0)));
}

std::int64_t verifier::read_mark() {
  try {
    static_cast<void>(source_.ancestors());
    return snapshot{source_}.log().indexed;
  } catch (const failure& problem) {
    out_.add("log", problem.error().message);
    return 0;
  }
}

/// The last position, as far as the file can hold so many events: a damaged page may name any number.
std::int64_t verifier::head(const snapshot& now) {
  const auto pages = connection{path_, how_}.integer("PRAGMA page_count");
  const std::int64_t most = pages * bytes_of_page / least_bytes_of_event;
  const std::int64_t last = now.last();
  if (last <= most) return last;
  out_.add("position", "the file is too small for the events before this one", last);
  return most;
}

void verifier::check_types() {
  const connection db{path_, how_};
  statement select{db, "SELECT type, name, checksum FROM varve_types ORDER BY type"};
  auto row = select.run();
  for (std::int64_t key = 1; row.next(); ++key, ++sum_.types)
    if (row.integer(0) != key || type_checksum(row.integer(0), row.text(1)) != row.integer(2))
      out_.add("type", "the row of type key " + std::to_string(row.integer(0)) + " is not as it was written");
}

std::int64_t verifier::key_of(std::string_view stream) {
  const auto found = source_.stream(stream);
  return found ? found->key : 0;
}

void verifier::check_events(std::int64_t head, engine::log_check& events, posting_check& postings) {
  while (sum_.events < head) {
    sum_.events = check_slice(sum_.events + 1, head, events, postings) - 1;
    if (observer_.progress) observer_.progress(position{sum_.events}, position{head});
  }
}

/// Answers where the next slice begins: behind a row that cannot be read, too.
std::int64_t verifier::check_slice(std::int64_t from, std::int64_t head, engine::log_check& events,
                                   posting_check& postings) {
  const std::int64_t end = std::min(head, from + rows_per_read - 1) + 1;
  std::int64_t next = from;
  const auto go_to = [&](std::int64_t position) {
    for (; next < position; ++next) {
      out_.add("position", "no event stands here", next);
      events.skip();
    }
  };
  try {
    auto row = source_.events(from, end - 1);
    for (; row.next(); ++next) {
      go_to(row.integer(0));
      const event_row found = read_checked_row(row);
      const std::string_view stream = source_.stream_names().find(found.stream);
      const std::string_view type = source_.type_names().find(found.type);
      events.next(stored(found, stream, type));
      postings.add(found, stream, type);
    }
    go_to(end);
  } catch (const failure& problem) {
    out_.add("event", problem.error().message, next);
    events.skip();
    return next + 1;
  }
  return next;
}

void verifier::check_streams(engine::log_check& events) {
  auto row = source_.streams_from("");
  while (row.next()) {
    try {
      check_stream(row, events);
    } catch (const failure& problem) {
      out_.add("stream", problem.error().message);
    }
  }
  events.check_missing_streams();
}

void verifier::check_stream(const rows& row, engine::log_check& events) {
  const stream_row found = read_stream_row(row);
  const std::string name{row.text(5)};
  if (found.key > 0) ++sum_.streams;
  if (found.key > 0 && events.revisions(found.key) == 0)
    out_.add("stream", "stream " + name + " has a key and no events");
  events.check_stream(found.key, name, found.state(std::nullopt));
}

void verifier::check_changes(const snapshot& now, const engine::log_check& events) {
  const std::int64_t seen = events.revisions(key_of(engine::change_stream));
  if (seen != now.log().changes)
    out_.add("log", "varve_log counts " + std::to_string(now.log().changes) +
                        " changes of streams, and there are " + std::to_string(seen));
}

}  // namespace

verification verify(const std::string& path, const verify_observer& observer) {
  store_options options;
  options.read_only = true;
  options.allow_network_file_system = true;
  require_log_place(path, options);
  return verifier{path, reading_access(path), observer}.run();
}

}  // namespace varve::sqlite
