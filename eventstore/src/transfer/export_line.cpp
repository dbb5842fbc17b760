#include "export_line.hpp"

#include <varve/core/base64.hpp>
#include <varve/core/name.hpp>
#include <varve/eventstore/engine/change.hpp>
#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include "members.hpp"

#include <span>
#include <utility>

namespace varve::transfer {
namespace {

constexpr std::size_t deepest_line = json::deepest_data + 1;

error bad_line(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

timestamp take_time(members& from, std::string_view name) {
  auto read = parse_time(from.text(name));
  if (!read) from.refuse(name, "must be a time as in RFC 3339: " + read.error().message);
  return read ? *read : timestamp{};
}

digest take_digest(members& from, std::string_view name) {
  return from.parsed(name, "64 hexadecimal digits in lower case",
                     [](const std::string& text) { return digest::parse(text); });
}

tags take_tags(members& from) {
  tags out;
  const json::view list = from.take("tags");
  if (list.kind() != json::kind::array) from.refuse("tags", "must be an array");
  for (const json::view one : list) {
    const auto text = one.text();
    const auto added = text && !out.contains(*text) ? out.add(*text)
                                                    : result<void>{bad_line("must hold strings, each once")};
    if (!added) from.refuse("tags", added.error().message);
  }
  return out;
}

/// Data and their content type: JSON, bytes in base64, or nothing for a compacted event.
void take_data(members& from, bool compacted, new_event& into) {
  const auto base64 = from.take_if_there("data_base64");
  if (!base64) {
    const json::view data = from.take("data");
    if (compacted && data.kind() != json::kind::null)
      from.refuse("data", "must be null in a compacted event");
    if (!compacted) into.data = data.raw();
    return;
  }
  if (compacted) from.refuse("data_base64", "must not be there in a compacted event");
  into.content_type = from.text("content_type");
  if (into.content_type.empty() || into.content_type == json_content_type)
    from.refuse("content_type", "must not be that of JSON beside data_base64");
  const auto text = base64->text();
  if (text) into.data.resize(base64_size(*text));
  if (!text || !read_base64(*text, std::as_writable_bytes(std::span(into.data))))
    from.refuse("data_base64", "must be base64 (standard alphabet, padded)");
}

void take_metadata(members& from, bool compacted, new_event& into) {
  const json::view metadata = from.take("metadata");
  const auto wanted = compacted ? json::kind::null : json::kind::object;
  if (metadata.kind() != wanted)
    from.refuse("metadata", compacted ? "must be null in a compacted event" : "must be an object");
  if (!compacted) into.metadata = metadata.raw();
}

bool take_compacted(members& from) {
  const auto found = from.take_if_there("compacted");
  if (found && found->boolean() != true) from.refuse("compacted", "must be true where it is there");
  return found.has_value();
}

/// Reserved names are those that Varve writes: changes, each a commit of its own.
result<void> check_reserved(const imported_event& event, bool compacted) {
  const std::string& stream = event.stream.name();
  if (stream != engine::change_stream) {
    if (is_reserved(stream))
      return bad_line("stream " + stream + " is reserved, and no stream of this version");
    if (is_reserved(event.what.type)) return bad_line("type " + event.what.type + " belongs into $streams");
    return {};
  }
  if (compacted) return bad_line("compacted must not be there in an event of $streams");
  const auto change = engine::parse_change(event.what.type, event.what.data);
  if (!change || !is_name(change->stream) || is_reserved(change->stream) || change->before < revision{0})
    return bad_line("type and data are not those of an event of $streams that this version knows");
  if (event.what.data != engine::data_of(*change) || !event.what.content_type.empty() ||
      !event.what.tags.empty())
    return bad_line("data of an event of $streams must be spelt as Varve spells them, and it has no tags");
  if (event.commit != event.position) return bad_line("commit must be the position in an event of $streams");
  return {};
}

result<void> check_content(imported_event& event) {
  new_event& what = event.what;
  if (!is_name(what.type))
    return bad_line("type must be valid UTF-8 of 1 to 255 bytes without control characters");
  if (auto good = check_reserved(event, event.envelope_digest.has_value()); !good) return good;
  if (event.envelope_digest) return {};
  if (auto good = engine::check_data(what); !good) return good;
  if (auto good = engine::check_metadata(what.metadata); !good) return good;
  const digest found = content_digest(event.stream.name(), what.type, engine::content_type_of(what),
                                      what.data, what.tags.view());
  if (found != event.content_digest)
    return bad_line("digest must be that of stream, type, data and tags, which is " + found.to_string());
  return {};
}

}  // namespace

result<imported_event> parse_export_line(std::string text) {
  if (auto good = json::compact(text, deepest_line); !good) return std::move(good).error();
  members from{json::view{text}};
  const std::string name = from.text("stream");
  auto stream = stream_id::parse(name);
  if (!stream) from.refuse("stream", "must be a name: " + stream.error().message);
  imported_event out{.stream = stream ? *std::move(stream) : stream_id{"nameless"}};
  out.position = from.ordinal<position>("position");
  out.commit = from.ordinal<position>("commit");
  out.revision = from.ordinal<revision>("revision");
  out.what.id = from.parsed("id", "a UUID", [](const std::string& id) { return event_id::parse(id); });
  out.what.type = from.text("type");
  const bool compacted = take_compacted(from);
  take_data(from, compacted, out.what);
  out.what.tags = take_tags(from);
  take_metadata(from, compacted, out.what);
  out.what.occurred_at = take_time(from, "occurred_at");
  out.recorded_at = take_time(from, "recorded_at");
  out.content_digest = take_digest(from, "digest");
  if (compacted) out.envelope_digest = take_digest(from, "envelope_digest");
  if (auto good = from.finish(); !good) return std::move(good).error();
  if (auto good = check_content(out); !good) return std::move(good).error();
  return out;
}

}  // namespace varve::transfer
