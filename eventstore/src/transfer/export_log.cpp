#include <varve/core/event_line.hpp>
#include <varve/eventstore/export_log.hpp>

#include "export_header.hpp"

namespace varve {
namespace {

error gap(position at) {
  return {errc::corrupt,
          "no event stands at position " + std::to_string(at.value()) + ", which the log must have"};
}

/// Exports one log.
class exporter {
 public:
  exporter(event_store& from, const line_sink& to, const export_options& how)
      : from_(from), to_(to), how_(how), done_(how.after) {}

  [[nodiscard]] result<export_report> run();

 private:
  [[nodiscard]] result<void> check_beginning(const log_info& log);
  [[nodiscard]] result<void> write_page(const page& events, position head);

  event_store& from_;
  const line_sink& to_;
  const export_options& how_;
  position done_;
  std::int64_t events_ = 0;
  std::string line_;
};

result<export_report> exporter::run() {
  const auto log = from_.info();
  if (!log) return log.error();
  if (auto good = check_beginning(*log); !good) return std::move(good).error();
  const position head = log->head.position;
  if (auto good = to_(transfer::export_header{log->epoch, log->ancestors, how_.after, head}.line()); !good)
    return std::move(good).error();
  while (done_ < head) {
    const auto events = from_.read_log({log->epoch, done_}, {},
                                       {.limit = how_.page_size, .whole_commits = true, .skeletons = true});
    if (!events) return events.error();
    if (events->empty()) return gap(done_.next());
    if (auto good = write_page(*events, head); !good) return std::move(good).error();
    if (how_.progress)
      if (auto good = how_.progress(done_, head); !good) return std::move(good).error();
  }
  return export_report{{log->epoch, head}, events_};
}

result<void> exporter::check_beginning(const log_info& log) {
  const position after = how_.after;
  const auto refused = [&](const char* why) {
    return error{errc::invalid_argument,
                 "an export cannot begin behind position " + std::to_string(after.value()) + ": " + why};
  };
  if (after < position{0} || after > log.head.position) return refused("it lies beyond the log");
  if (after == log.head.position || after == position{0}) return {};
  const auto next = from_.event_at(after.next());
  if (!next) return next.error();
  if (next->commit != next->position) return refused("it lies inside a commit");
  return {};
}

result<void> exporter::write_page(const page& events, position head) {
  for (const auto& event : events) {
    if (event.position > head) break;
    if (event.position != done_.next()) return gap(done_.next());
    line_.clear();
    append_export_line(line_, event);
    if (auto good = to_(line_); !good) return good;
    done_ = event.position;
    ++events_;
  }
  return {};
}

}  // namespace

result<export_report> export_log(event_store& from, const line_sink& to, const export_options& how) {
  return exporter{from, to, how}.run();
}

}  // namespace varve
