#include "input/event_reader.hpp"
#include "pipe/parse.hpp"

namespace varve::cli::pipe {
namespace {

result<stream_write> read_write(json::view value) {
  std::optional<stream_id> stream;
  varve::expected demand;
  std::vector<new_event> events;
  auto good = for_each_member(value, [&](std::string_view name, json::view member) -> result<void> {
    if (name == "stream") return store_in(stream, read_stream_id(member));
    if (name == "expected") return store_in(demand, read_expected(member));
    if (name == "events")
      return for_each_element(member, [&](json::view event) { return push_into(events, read_event(event)); });
    return {};
  });
  if (!good) return std::move(good).error();
  if (!stream) return must("name a stream");
  return stream_write{*std::move(stream), demand, std::move(events)};
}

result<stream_check> read_check(json::view value) {
  std::optional<stream_id> stream;
  std::optional<varve::expected> demand;
  auto good = for_each_member(value, [&](std::string_view name, json::view member) -> result<void> {
    if (name == "stream") return store_in(stream, read_stream_id(member));
    if (name == "expected") return store_in(demand, read_expected(member));
    return {};
  });
  if (!good) return std::move(good).error();
  if (!stream) return must("name a stream");
  if (!demand) return must("say what is expected");
  return stream_check{*std::move(stream), *demand};
}

result<append_condition> read_condition(json::view value) {
  std::optional<varve::query> query;
  token after;
  auto good = for_each_member(value, [&](std::string_view name, json::view member) -> result<void> {
    if (name == "query") return store_in(query, read_query(member));
    if (name == "after") return store_in(after, read_token(member));
    return {};
  });
  if (!good) return std::move(good).error();
  if (!query) return must("have a query");
  return append_condition{*std::move(query), after};
}

/// The members that `delete` and `truncate` share.
class change_reader {
 public:
  explicit change_reader(stream_change::kind what) : what_(what) {}

  [[nodiscard]] result<void> take(std::string_view name, json::view value) {
    if (name == "stream") return store_in(stream_, read_stream_id(value));
    if (name == "event_id") return store_in(id_, read_event_id(value));
    if (what_ == stream_change::kind::truncate) return name == "before" ? take_before(value) : result<void>{};
    if (name == "expected") return store_in(expected_, read_expected(value));
    if (name == "hard") return take_hard(value);
    return {};
  }

  [[nodiscard]] result<operation> finish() && {
    if (!stream_) return must("name a stream");
    if (what_ == stream_change::kind::truncate && !before_) return must("have a revision 'before'");
    append_request request;
    request.change =
        stream_change{what_, *std::move(stream_), expected_, before_.value_or(revision{0}), id_, {}};
    return operation{change_request{std::move(request)}};
  }

 private:
  [[nodiscard]] result<void> take_before(json::view value) {
    const auto number = read_number(value);
    if (!number) return number.error();
    before_ = revision{*number};
    return {};
  }

  [[nodiscard]] result<void> take_hard(json::view value) {
    const auto hard = read_boolean(value);
    if (!hard) return hard.error();
    what_ = *hard ? stream_change::kind::hard_delete : stream_change::kind::soft_delete;
    return {};
  }

  stream_change::kind what_;
  std::optional<stream_id> stream_;
  varve::expected expected_;
  std::optional<revision> before_;
  std::optional<event_id> id_;
};

result<operation> parse_change(json::view object, stream_change::kind what) {
  change_reader reader{what};
  auto good = for_each_member(
      object, [&](std::string_view name, json::view value) { return reader.take(name, value); });
  if (!good) return std::move(good).error();
  return std::move(reader).finish();
}

}  // namespace

result<operation> parse_append(json::view object) {
  append_request request;
  auto good = for_each_member(object, [&](std::string_view name, json::view value) -> result<void> {
    if (name == "writes")
      return for_each_element(value,
                              [&](json::view write) { return push_into(request.writes, read_write(write)); });
    if (name == "checks")
      return for_each_element(value,
                              [&](json::view check) { return push_into(request.checks, read_check(check)); });
    if (name == "condition") return store_in(request.condition, read_condition(value));
    return {};
  });
  if (!good) return std::move(good).error();
  return operation{change_request{std::move(request)}};
}

result<operation> parse_delete(json::view object) {
  return parse_change(object, stream_change::kind::soft_delete);
}

result<operation> parse_truncate(json::view object) {
  return parse_change(object, stream_change::kind::truncate);
}

}  // namespace varve::cli::pipe
