#include <varve/core/json.hpp>
#include <varve/core/name.hpp>
#include <varve/eventstore/engine/door.hpp>

#include <optional>
#include <string>

namespace varve::engine {
namespace {

error refused_at_the_door(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

result<void> check_names(const std::vector<std::string>& names, std::string_view what) {
  for (const auto& name : names)
    if (!is_name(name))
      return refused_at_the_door(std::string(what) +
                                 " is valid UTF-8 of 1 to 255 bytes without control characters, not '" +
                                 name + "'");
  return {};
}

result<void> check_prefix(const std::string& prefix, std::string_view what) {
  return prefix.empty() ? result<void>{} : check_names({prefix}, what);
}

result<void> check_category(const std::string& category) {
  if (!category.empty() && !is_name(category))
    return refused_at_the_door(
        "a category is valid UTF-8 of at most 255 bytes without control characters, not '" + category + "'");
  if (category.find('-') != std::string::npos)
    return refused_at_the_door("a category ends before the first '-' of a stream's name: '" + category +
                               "' can be the category of none");
  return {};
}

bool is_container(json::view value) {
  return value.kind() == json::kind::object || value.kind() == json::kind::array;
}

/// The first member name that stands twice in one object, at any level.
std::optional<std::string> repeated_member(json::view value) {
  if (auto twice = value.repeated_member()) return twice;
  const std::string_view behind_first = value.raw().substr(1);
  const bool flat =
      behind_first.find('{') == std::string_view::npos && behind_first.find('[') == std::string_view::npos;
  if (flat) return std::nullopt;
  for (const json::view inner : value)
    if (is_container(inner))
      if (auto twice = repeated_member(inner)) return twice;
  return std::nullopt;
}

}  // namespace

result<void> check_data(new_event& event) {
  if (event.content_type == json_content_type) event.content_type.clear();
  if (event.content_type.empty()) {
    auto good = json::compact(event.data);
    return good ? std::move(good) : refused_at_the_door("data: " + good.error().message);
  }
  if (!is_name(event.content_type))
    return refused_at_the_door("a content type is valid UTF-8 of 1 to 255 bytes without control characters");
  return {};
}

result<void> check_metadata(std::string& text) {
  if (text.empty()) return {};
  if (auto good = json::compact(text, json::deepest_typed); !good)
    return refused_at_the_door("metadata: " + good.error().message);
  if (text == "{}") text.clear();
  if (text.empty()) return {};
  const json::view object{text};
  if (object.kind() != json::kind::object) return refused_at_the_door("metadata is a JSON object");
  if (const auto twice = repeated_member(object))
    return refused_at_the_door("metadata: the member '" + *twice + "' stands twice");
  return {};
}

result<void> check(const query& which) {
  for (const auto& item : which.items) {
    if (auto good = check_names(item.types, "an event type"); !good) return good;
    if (auto good = check_names(item.tags, "a tag"); !good) return good;
  }
  return {};
}

result<void> check(const filter& which) {
  if (auto good = check_names(which.types, "an event type"); !good) return good;
  for (const auto& category : which.categories)
    if (auto good = check_category(category); !good) return good;
  if (auto good = check_prefix(which.prefix, "the prefix of a stream's name"); !good) return good;
  return check(which.query);
}

result<void> check_log_read(const token& after, const filter& which, const read_options& how,
                            const clock& time) {
  if (after.position < position{0}) return refused_at_the_door("a position is not negative");
  if (how.whole_commits && how.direction == direction::backward)
    return refused_at_the_door("whole commits are read forward only");
  if (auto good = check(which); !good) return good;
  return check_deadline(how.deadline, time, "reading the log");
}

result<void> check_stream_read(revision from, const filter& which, const read_options& how,
                               const clock& time) {
  if (from < revision{0}) return refused_at_the_door("a revision is not negative");
  if (how.whole_commits) return refused_at_the_door("whole commits are read from the log, not from a stream");
  if (how.skeletons)
    return refused_at_the_door("skeletons of compacted events are read from the log, not from a stream");
  if (auto good = check(which); !good) return good;
  return check_deadline(how.deadline, time, "reading the stream");
}

result<void> check_listing(const stream_range& range) {
  if (auto good = check_prefix(range.prefix, "the prefix of a stream's name"); !good) return good;
  return check_prefix(range.after, "a stream's name");
}

result<void> check_compaction(position after, const compaction_limits& most) {
  if (after < position{0}) return refused_at_the_door("a compaction goes on behind position 0 or later");
  if (most.most_compacted == 0)
    return refused_at_the_door("a slice that may compact no event comes no further");
  return {};
}

result<void> check_deadline(instant deadline, const clock& time, std::string_view what) {
  if (deadline == never || time.steady() < deadline) return {};
  return error{errc::timeout, std::string(what) + " did not end before its deadline"};
}

}  // namespace varve::engine
