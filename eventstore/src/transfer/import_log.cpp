#include <varve/eventstore/import_log.hpp>

#include "commit_check.hpp"
#include "export_header.hpp"
#include "export_line.hpp"
#include "known_events.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace varve {
namespace {

/// How many lines are compared between two reports of progress.
constexpr std::int64_t lines_per_report = 10'000;

error at_line(std::int64_t line, error why) {
  why.message = "line " + std::to_string(line) + ": " + why.message;
  return why;
}

error not_fed(const log_info& log, const char* why) {
  return {errc::wrong_epoch, "the log " + log.epoch.to_string() + ' ' + why +
                                 ": import into an empty log, or into one that was fed from this history"};
}

/// Imports one export.
class importer {
 public:
  importer(event_store& to, const line_source& lines, const import_options& how)
      : to_(to), lines_(lines), how_(how) {}

  [[nodiscard]] result<import_report> run();

 private:
  [[nodiscard]] std::optional<result<std::string>> next_line();
  [[nodiscard]] result<void> read_header();
  [[nodiscard]] result<void> look_at_log();
  [[nodiscard]] result<timestamp> recorded_before();
  [[nodiscard]] result<void> take_lines();
  [[nodiscard]] result<void> take(imported_event event);
  [[nodiscard]] result<void> take_known(const imported_event& event);
  void end_commit();
  [[nodiscard]] bool batch_is_full() const;
  [[nodiscard]] result<void> write_batch();
  [[nodiscard]] result<void> report(position done);
  [[nodiscard]] result<void> check_end();

  event_store& to_;
  const line_source& lines_;
  const import_options& how_;

  std::int64_t line_ = 0;
  transfer::export_header header_;
  log_info log_;
  position shared_;  // what the log holds of the exported history
  std::optional<transfer::known_events> known_;
  std::optional<transfer::commit_check> check_;
  std::vector<imported_event> commit_;  // not known to be whole yet
  import_batch batch_;
  std::size_t bytes_ = 0;  // of the batch
  import_report out_;
};

result<import_report> importer::run() {
  if (auto good = read_header(); !good) return at_line(1, std::move(good).error());
  if (auto good = look_at_log(); !good) return std::move(good).error();
  auto recorded_at = recorded_before();
  if (!recorded_at) return std::move(recorded_at).error();
  known_.emplace(to_, header_.after);
  check_.emplace(header_.after, *recorded_at);
  auto taken = take_lines();
  // What was whole before the line that is wrong is as good as if the export had ended there.
  if (auto good = write_batch(); !good && taken) return std::move(good).error();
  if (!taken) return std::move(taken).error();
  auto log = to_.info();
  if (!log) return std::move(log).error();
  out_.head = log->head;
  return out_;
}

std::optional<result<std::string>> importer::next_line() {
  ++line_;
  return lines_();
}

result<void> importer::read_header() {
  auto line = next_line();
  if (!line) return error{errc::invalid_argument, "the export is empty"};
  if (!*line) return std::move(*line).error();
  auto header = transfer::export_header::parse(**std::move(line));
  if (!header) return std::move(header).error();
  header_ = *std::move(header);
  return {};
}

/// Whether the log may be fed from this history, and how much of it stands there already.
result<void> importer::look_at_log() {
  auto log = to_.info();
  if (!log) return std::move(log).error();
  log_ = *std::move(log);
  if (log_.epoch == header_.epoch) return not_fed(log_, "is the one that the export was made of");
  const bool fed = !log_.ancestors.empty() && log_.ancestors.back().cause == "move";
  if (!fed && (log_.head.position != position{} || !log_.ancestors.empty()))
    return not_fed(log_, "is not empty and was not moved here");
  if (fed) {
    const ancestor& source = log_.ancestors.back();
    if (source.epoch != header_.epoch && !header_.shares({source.epoch, source.shared}))
      return not_fed(log_, "was fed from another history than that of the export");
    shared_ = source.shared;
  }
  if (header_.after > shared_)
    return error{errc::invalid_argument, "the export begins behind position " +
                                             std::to_string(header_.after.value()) +
                                             ", and the log has come to " + std::to_string(shared_.value()) +
                                             ": export again with what lies between"};
  return {};
}

/// When the event before the first line was recorded.
result<timestamp> importer::recorded_before() {
  if (header_.after == position{}) return timestamp::min();
  auto before = to_.event_at(header_.after);
  if (!before) return std::move(before).error();
  return before->recorded_at;
}

result<void> importer::take_lines() {
  while (auto line = next_line()) {
    if (!*line) return at_line(line_, std::move(*line).error());
    if ((*line)->empty()) continue;
    auto event = transfer::parse_export_line(**std::move(line));
    if (!event) return at_line(line_, std::move(event).error());
    event->line = line_;
    if (auto good = take(*std::move(event)); !good) return good;
  }
  return check_end();
}

result<void> importer::take(imported_event event) {
  if (event.position > header_.head)
    return at_line(line_,
                   {errc::invalid_argument, "position must not lie beyond the head that line 1 names"});
  if (auto good = check_->next(event); !good) return at_line(line_, std::move(good).error());
  if (event.position <= shared_) return take_known(event);
  if (log_.head.position > shared_)
    return at_line(line_, {errc::conflict, "the log has gone on by itself behind position " +
                                               std::to_string(shared_.value()) + ": the two have diverged"});
  if (event.commit == event.position)
    end_commit();
  else if (commit_.empty())
    return at_line(line_,
                   {errc::conflict, "commit goes on behind position " + std::to_string(shared_.value()) +
                                        ", where it ends in the log: the two have diverged"});
  if (batch_is_full())
    if (auto good = write_batch(); !good) return good;
  commit_.push_back(std::move(event));
  return {};
}

result<void> importer::take_known(const imported_event& event) {
  if (auto good = known_->compare(event); !good) return at_line(line_, std::move(good).error());
  ++out_.known;
  return out_.known % lines_per_report == 0 ? report(event.position) : result<void>{};
}

void importer::end_commit() {
  if (commit_.empty()) return;
  const position end = commit_.back().position;
  for (auto& event : commit_) {
    event.commit_end = end;
    bytes_ += event.what.data.size() + event.what.metadata.size();
  }
  std::ranges::move(commit_, std::back_inserter(batch_.events));
  commit_.clear();
}

bool importer::batch_is_full() const {
  return batch_.events.size() >= how_.most_events || bytes_ >= how_.most_bytes;
}

result<void> importer::write_batch() {
  if (batch_.events.empty()) return {};
  const imported_event& last = batch_.events.back();
  batch_.after = batch_.events.front().position.previous();
  batch_.ancestors = header_.ancestors;
  batch_.ancestors.push_back({header_.epoch, last.position, *last.what.id, "move"});
  if (auto good = to_.import_commits(batch_); !good) return good;
  out_.events += static_cast<std::int64_t>(batch_.events.size());
  const position done = last.position;
  batch_.events.clear();
  bytes_ = 0;
  return report(done);
}

result<void> importer::report(position done) {
  return how_.progress ? how_.progress(done, header_.head) : result<void>{};
}

/// Behind the last line.
result<void> importer::check_end() {
  if (check_->last() == header_.head) return end_commit(), result<void>{};
  return error{errc::invalid_argument,
               "the export ends at position " + std::to_string(check_->last().value()) + " and promises " +
                   std::to_string(header_.head.value()) +
                   ": the rest of it is missing; import the whole of it again, and it goes on from here"};
}

}  // namespace

result<import_report> import_log(event_store& to, const line_source& lines, const import_options& how) {
  return importer{to, lines, how}.run();
}

}  // namespace varve
