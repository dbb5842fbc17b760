#include <varve/core/environment.hpp>
#include <varve/url/open_store.hpp>

#include "commands/append_answer.hpp"
#include "commands/commands.hpp"
#include "input/append_line.hpp"
#include "input/line_reader.hpp"
#include "output/ordered_answers.hpp"
#include "output/progress.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <utility>

namespace varve::cli {
namespace {

constexpr std::int64_t much_input = std::int64_t{1} << 20U;         // less is done before anybody looks
constexpr std::size_t most_bytes_waiting = std::size_t{48} << 20U;  // below what a store lets wait

/// How many bytes the input has, when it is a file of which much is left to be shown.
std::optional<std::int64_t> size_to_show() {
  struct stat facts{};
  if (::fstat(STDIN_FILENO, &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_size < much_input)
    return std::nullopt;
  return facts.st_size;
}

/// Appends line by line, many at a time, and answers each once it is durable, in the order of the lines.
class line_appender {
 public:
  line_appender(event_store& store, const console& to, const append_lines_command& asked)
      : store_(store), to_(to), answers_(to.out, asked.concurrency, most_bytes_waiting) {
    if (const auto size = size_to_show()) {
      size_ = *size;
      bar_.emplace("append", asked.json, to, system_clock());
    }
  }

  /// The error is that of reading. Returns once everything is answered.
  [[nodiscard]] result<exit_code> append_all(line_reader& in) {
    result<exit_code> ended = exit_code::ok;
    while (auto line = in.next()) {
      ++number_;
      if (!*line && line->error().code != errc::too_large)
        ended = line->error();
      else if (!*line || !(*line)->empty())
        take(*std::move(line));
      if (bar_) bar_->update(static_cast<std::int64_t>(in.bytes()), size_);
      to_.out.wait_for_room();
      if (to_.out.failed()) break;
    }
    answers_.wait_until_empty();
    if (bar_ && ended && !to_.stopped()) bar_->finish();
    return ended ? result{largest_.load()} : ended;
  }

 private:
  void take(result<std::string> text) {
    const std::uint64_t question = answers_.ask(text ? text->size() : 0);
    auto parsed =
        text ? parse_append_line(*std::move(text)) : parsed_append_line{{}, std::move(text).error()};
    appended_line line{number_, parsed.id, {}};
    if (!parsed.what) return answer(question, line, not_written{std::move(parsed.what).error()});

    append_line asked = *std::move(parsed.what);
    if (!asked.event.id) asked.event.id = ids_.next();
    line.id = asked.event.id;
    line.stream = asked.stream.name();
    store_.append(append_request::to(std::move(asked.stream), {std::move(asked.event)}, asked.expected),
                  [this, question, line](const append_outcome& outcome) { answer(question, line, outcome); });
  }

  void answer(std::uint64_t question, const appended_line& line, const append_outcome& outcome) {
    const exit_code code = exit_code_of(outcome);
    for (exit_code known = largest_; known < code && !largest_.compare_exchange_weak(known, code);) continue;
    answers_.answer(question, answer_json(line, outcome));
  }

  event_store& store_;
  const console& to_;
  ordered_answers answers_;
  event_id_generator ids_{system_clock(), system_random()};
  std::atomic<exit_code> largest_ = exit_code::ok;
  std::uint64_t number_ = 0;
  std::optional<progress> bar_;
  std::int64_t size_ = 0;  // of the input
};

}  // namespace

result<exit_code> run(const append_lines_command& asked, const console& to) {
  const auto store = open_store(asked.store);
  if (!store) return store.error();
  line_reader in{STDIN_FILENO, to.interrupted.descriptor()};
  line_appender appender{**store, to, asked};
  auto code = appender.append_all(in);
  (*store)->close(closing::finish);  // no callback may outlive the appender
  return code;
}

}  // namespace varve::cli
