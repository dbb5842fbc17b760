#include "input/event_reader.hpp"
#include "pipe/parse.hpp"

#include <algorithm>

namespace varve::cli::pipe {
namespace {

result<std::size_t> read_limit(json::view value) {
  const auto number = read_number(value);
  if (!number) return number.error();
  return static_cast<std::size_t>(*number);
}

result<direction> read_direction(json::view value) {
  const auto word = value.text();
  if (word == "forward") return direction::forward;
  if (word == "backward") return direction::backward;
  return must("be 'forward' or 'backward'");
}

result<query_item> read_query_item(json::view value) {
  query_item item;
  auto good = for_each_member(value, [&](std::string_view name, json::view member) -> result<void> {
    if (name == "types") return store_in(item.types, read_texts(member));
    if (name == "tags") return store_in(item.tags, read_texts(member));
    return {};
  });
  if (!good) return std::move(good).error();
  return item;
}

/// The members of `read`. Whether `from` is a revision or a position is known behind the last of them.
class read_reader {
 public:
  [[nodiscard]] result<void> take(std::string_view name, json::view value) {
    if (name == "stream") return store_in(stream_, read_stream_id(value));
    if (name == "direction") return store_in(how_.direction, read_direction(value));
    if (name == "limit") return store_in(how_.limit, read_limit(value));
    if (name == "types") return store_in(which_.types, read_texts(value));
    if (name == "categories") return store_in(which_.categories, read_texts(value));
    if (name == "prefix") return store_in(which_.prefix, read_text(value));
    if (name == "query") return store_in(which_.query, read_query(value));
    if (name == "from") from_ = value;
    return {};
  }

  [[nodiscard]] result<operation> finish() && {
    auto read = stream_ ? of_stream() : of_log();
    if (!read) return at_member("from", std::move(read).error());
    return read;
  }

 private:
  [[nodiscard]] bool backward() const { return how_.direction == direction::backward; }

  [[nodiscard]] result<operation> of_stream() {
    revision from = backward() ? revision::max() : revision{0};
    if (from_) {
      const auto number = read_number(*from_);
      if (!number) return number.error();
      from = revision{*number};
    }
    return operation{stream_read{*std::move(stream_), from, std::move(which_), how_}};
  }

  /// The port reads from behind a token, a request from the position itself.
  [[nodiscard]] result<operation> of_log() {
    token after = backward() ? token::end() : token::start();
    if (from_) {
      const auto from = read_token(*from_);
      if (!from) return from.error();
      after = *from;
      after.position = backward() ? after.position.next() : std::max(after.position.previous(), position{0});
    }
    return operation{log_read{after, std::move(which_), how_}};
  }

  std::optional<stream_id> stream_;
  std::optional<json::view> from_;
  filter which_;
  read_options how_;
};

}  // namespace

result<token> read_token(json::view value) {
  if (value.kind() != json::kind::object) {
    const auto number = read_number(value);
    if (!number) return number.error();
    return token{{}, position{*number}};
  }
  std::optional<varve::epoch> epoch;
  std::optional<std::int64_t> place;
  auto good = for_each_member(value, [&](std::string_view name, json::view member) -> result<void> {
    if (name == "position") return store_in(place, read_number(member));
    if (name != "epoch") return {};
    const auto text = member.text();
    epoch = text ? varve::epoch::parse(*text) : std::nullopt;
    return epoch ? result<void>{} : must("be a UUID");
  });
  if (!good) return std::move(good).error();
  if (!epoch || !place) return must("have both an epoch and a position");
  return token{*epoch, position{*place}};
}

result<query> read_query(json::view value) {
  query out;
  auto good =
      for_each_element(value, [&](json::view item) { return push_into(out.items, read_query_item(item)); });
  if (!good) return std::move(good).error();
  return out;
}

result<operation> parse_read(json::view object) {
  read_reader reader;
  auto good = for_each_member(
      object, [&](std::string_view name, json::view value) { return reader.take(name, value); });
  if (!good) return std::move(good).error();
  return std::move(reader).finish();
}

result<operation> parse_streams(json::view object) {
  stream_range range;
  auto good = for_each_member(object, [&](std::string_view name, json::view value) -> result<void> {
    if (name == "prefix") return store_in(range.prefix, read_text(value));
    if (name == "after") return store_in(range.after, read_text(value));
    if (name == "limit") return store_in(range.limit, read_limit(value));
    return {};
  });
  if (!good) return std::move(good).error();
  return operation{streams_request{std::move(range)}};
}

result<operation> parse_wait(json::view object) {
  std::optional<token> after;
  std::int64_t timeout = 0;
  auto good = for_each_member(object, [&](std::string_view name, json::view value) -> result<void> {
    if (name == "after") return store_in(after, read_token(value));
    if (name == "timeout_ms") return store_in(timeout, read_number(value));
    return {};
  });
  if (!good) return std::move(good).error();
  if (!after) return must("have a position 'after'");
  return operation{wait_request{*after, std::chrono::milliseconds{timeout}}};
}

}  // namespace varve::cli::pipe
