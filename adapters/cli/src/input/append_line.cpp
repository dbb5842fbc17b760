#include "input/append_line.hpp"

#include "input/event_reader.hpp"

namespace varve::cli {
namespace {

constexpr std::size_t deepest_line = json::deepest_data + 1;

result<append_line> read_line(json::view object) {
  std::optional<stream_id> stream;
  varve::expected demand;
  event_reader event;
  auto good = for_each_member(object, [&](std::string_view name, json::view value) -> result<void> {
    if (name == "stream") return store_in(stream, read_stream_id(value));
    if (name == "expected") return store_in(demand, read_expected(value));
    return event.take(name, value);
  });
  if (!good) return std::move(good).error();
  if (!stream) return must("name a stream");
  auto read = std::move(event).finish();
  if (!read) return std::move(read).error();
  return append_line{*std::move(stream), demand, *std::move(read)};
}

std::optional<event_id> id_of(json::view object) {
  const auto id = object.member("id");
  const auto text = id ? id->text() : std::nullopt;
  return text ? event_id::parse(*text) : std::nullopt;
}

}  // namespace

parsed_append_line parse_append_line(std::string text) {
  if (auto good = json::compact(text, deepest_line); !good) return {{}, std::move(good).error()};
  const json::view object{text};
  auto what = read_line(object);
  if (!what && what.error().message.starts_with(' ')) what.error().message.insert(0, "a line");
  return {id_of(object), std::move(what)};
}

}  // namespace varve::cli
