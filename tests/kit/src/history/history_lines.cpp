#include "history_lines.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace varve::testing {
namespace {

class writer {
 public:
  writer& text(std::string_view what) {
    if (!line.empty()) line += '\t';
    line += what;
    return *this;
  }
  writer& number(std::int64_t what) { return text(std::to_string(what)); }

  std::string line;
};

std::int64_t nanoseconds(instant when) {
  return std::chrono::nanoseconds{when.time_since_epoch()}.count();
}

struct write_call {
  writer& to;
  void operator()(const append_call& asked) const {
    to.text("append");
    for (const auto& write : asked.writes) {
      to.text("w").text(write.demand.stream).text(write.demand.expected.to_string());
      to.number(static_cast<std::int64_t>(write.ids.size()));
      for (const auto& id : write.ids) to.text(id.to_string());
    }
    for (const auto& check : asked.checks) to.text("c").text(check.stream).text(check.expected.to_string());
  }
  void operator()(const log_call& asked) const { to.text("log").number(asked.after.value()); }
  void operator()(const stream_call& asked) const {
    to.text("stream").text(asked.stream).number(asked.from.value());
  }
};

struct write_answer {
  writer& to;
  void operator()(const unanswered&) const { throw std::logic_error("an operation ends with an answer"); }
  void operator()(const appended& told) const {
    to.text("appended")
        .text(told.replayed ? "replayed" : "new")
        .number(told.first.value())
        .number(told.last.value());
    for (const auto& write : told.writes)
      to.text(write.stream).number(write.first.value()).number(write.last.value());
  }
  void operator()(const conflict& told) const {
    to.text("conflict").text(told.stream).text(told.expected.to_string());
    told.actual ? to.number(told.actual->value()) : to.text("-");
  }
  void operator()(const not_written& told) const {
    to.text("not_written").number(static_cast<std::int64_t>(told.why.code));
  }
  void operator()(const unknown&) const { to.text("unknown"); }
  void operator()(const page_answer& told) const {
    to.text("page").number(told.head.value()).text(told.end ? "end" : "more");
    for (const auto& event : told.events)
      to.number(event.position.value())
          .number(event.commit.value())
          .text(event.stream)
          .number(event.revision.value())
          .text(event.id.to_string());
  }
  void operator()(const read_failed& told) const {
    to.text("failed").number(static_cast<std::int64_t>(told.why));
  }
};

/// A line is not of the format.
struct malformed {};

class reader {
 public:
  explicit reader(std::string_view line) : rest_(line) {}

  [[nodiscard]] bool done() const { return !rest_; }
  std::string_view text() {
    if (!rest_) throw malformed{};
    const std::size_t tab = rest_->find('\t');
    const std::string_view out = rest_->substr(0, tab);
    rest_ = tab == std::string_view::npos ? std::nullopt : std::optional{rest_->substr(tab + 1)};
    return out;
  }
  std::int64_t number() {
    const std::string_view digits = text();
    std::int64_t out = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (problem != std::errc{} || end != digits.data() + digits.size()) throw malformed{};
    return out;
  }
  event_id id() {
    const auto out = event_id::parse(text());
    if (!out) throw malformed{};
    return *out;
  }
  varve::expected demand() {
    for (const auto each : {expected::any(), expected::no_stream(), expected::stream_exists()})
      if (rest_ && rest_->substr(0, rest_->find('\t')) == each.to_string()) {
        text();
        return each;
      }
    return revision{number()};
  }
  instant time() {
    return instant{std::chrono::duration_cast<instant::duration>(std::chrono::nanoseconds{number()})};
  }
  errc code() { return static_cast<errc>(number()); }
  std::size_t count() { return static_cast<std::size_t>(number()); }

 private:
  std::optional<std::string_view> rest_;
};

history_call read_append(reader& from) {
  append_call out;
  while (!from.done()) {
    const std::string_view what = from.text();
    stream_demand demand;
    demand.stream = from.text();
    demand.expected = from.demand();
    if (what == "c") {
      out.checks.push_back(std::move(demand));
      continue;
    }
    if (what != "w") throw malformed{};
    auto& write = out.writes.emplace_back(append_call::write{std::move(demand), {}});
    for (std::size_t left = from.count(); left > 0; --left) write.ids.push_back(from.id());
  }
  return out;
}

history_call read_call(reader& from) {
  const std::string_view what = from.text();
  if (what == "append") return read_append(from);
  if (what == "log") return log_call{position{from.number()}};
  if (what != "stream") throw malformed{};
  stream_call out;
  out.stream = from.text();
  out.from = revision{from.number()};
  return out;
}

history_answer read_appended(reader& from) {
  appended out;
  out.replayed = from.text() == "replayed";
  out.first = position{from.number()};
  out.last = position{from.number()};
  while (!from.done()) {
    written each;
    each.stream = from.text();
    each.first = revision{from.number()};
    each.last = revision{from.number()};
    out.writes.push_back(std::move(each));
  }
  return out;
}

history_answer read_conflict(reader& from) {
  conflict out;
  out.stream = from.text();
  out.expected = from.demand();
  const std::string_view actual = from.text();
  if (actual != "-") out.actual = revision{reader{actual}.number()};
  return out;
}

history_answer read_page(reader& from) {
  page_answer out;
  out.head = position{from.number()};
  out.end = from.text() == "end";
  while (!from.done()) {
    standing_event event;
    event.position = position{from.number()};
    event.commit = position{from.number()};
    event.stream = from.text();
    event.revision = revision{from.number()};
    event.id = from.id();
    out.events.push_back(std::move(event));
  }
  return out;
}

history_answer read_answer(reader& from) {
  const std::string_view what = from.text();
  if (what == "appended") return read_appended(from);
  if (what == "conflict") return read_conflict(from);
  if (what == "not_written") return not_written{{from.code(), {}}};
  if (what == "unknown") return unknown{};
  if (what == "page") return read_page(from);
  if (what == "failed") return read_failed{from.code()};
  throw malformed{};
}

}  // namespace

std::string begin_line(std::size_t number, const history_call& asked, instant when) {
  writer out{">"};
  out.number(static_cast<std::int64_t>(number)).number(nanoseconds(when));
  std::visit(write_call{out}, asked);
  return std::move(out.line);
}

std::string end_line(std::size_t number, const history_answer& told, instant when) {
  writer out{"<"};
  out.number(static_cast<std::int64_t>(number)).number(nanoseconds(when));
  std::visit(write_answer{out}, told);
  return std::move(out.line);
}

bool history_lines::add(std::string_view line) try {
  reader from{line};
  const std::string_view side = from.text();
  const std::size_t number = from.count();
  const instant when = from.time();
  if (side == ">") {
    operation begun{read_call(from), unanswered{}, when, never};
    if (!from.done() || !open_.emplace(number, operations_.size()).second) return false;
    operations_.push_back(std::move(begun));
    return true;
  }
  const auto open = open_.find(number);
  if (side != "<" || open == open_.end()) return false;
  operation& over = operations_[open->second];
  over.told = read_answer(from);
  over.ended = when;
  open_.erase(open);
  return from.done();
} catch (const malformed&) {
  return false;
}

}  // namespace varve::testing
