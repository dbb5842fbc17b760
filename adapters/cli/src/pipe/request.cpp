#include "pipe/parse.hpp"
#include "pipe/spelt_id.hpp"

namespace varve::cli::pipe {
namespace {

constexpr std::size_t deepest_line =
    2000;  // the most that json::compact takes; data have a limit of their own

result<operation> parse_info(json::view object) {
  auto good = for_each_member(object, [](std::string_view, json::view) { return result<void>{}; });
  if (!good) return std::move(good).error();
  return operation{info_request{}};
}

struct parser {
  std::string_view name;
  result<operation> (*parse)(json::view object);
};

constexpr parser parsers[] = {
    {"info", parse_info},     {"append", parse_append},     {"read", parse_read}, {"streams", parse_streams},
    {"delete", parse_delete}, {"truncate", parse_truncate}, {"wait", parse_wait},
};

result<operation> parse_operation(json::view object) {
  const auto op = object.member("op");
  if (!op) return must("be an object with an 'op'");
  const auto name = op->text();
  for (const parser& known : parsers)
    if (name == known.name) return known.parse(object);
  return must("have an 'op' that is info, append, read, streams, delete, truncate or wait");
}

}  // namespace

request parse_request(std::string line) {
  if (auto good = json::compact(line, deepest_line); !good)
    return {spelt_id_beyond(line, deepest_line), std::move(good).error()};
  const json::view object{line};
  const auto id = object.member("id");
  auto what = parse_operation(object);
  if (!what && what.error().message.starts_with(' ')) what.error().message.insert(0, "a request");
  return {std::string(id ? id->raw() : "null"), std::move(what)};
}

}  // namespace varve::cli::pipe
