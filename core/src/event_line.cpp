#include <varve/core/base64.hpp>
#include <varve/core/event_line.hpp>
#include <varve/core/json.hpp>
#include <varve/core/new_event.hpp>

#include <charconv>

namespace varve {
namespace {

void append_number(std::string& out, std::int64_t value) {
  char digits[20];
  out.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
}

void append_data(std::string& out, const event_view& event) {
  if (event.content_type == json_content_type) {
    out.append(",\"data\":").append(event.data);
    return;
  }
  out += ",\"data_base64\":\"";
  append_base64(out, std::as_bytes(std::span(event.data)));
  out += "\",\"content_type\":";
  json::append_string(out, event.content_type);
}

void append_tags(std::string& out, tags_view tags) {
  out += ",\"tags\":[";
  bool first = true;
  for (const std::string_view tag : tags) {
    if (!first) out += ',';
    first = false;
    json::append_string(out, tag);
  }
  out += ']';
}

/// What both kinds of line begin with: all members, without the closing brace.
void append_members(std::string& out, const event_view& event) {
  const bool compacted = event.envelope_digest != nullptr;
  out += "{\"position\":";
  append_number(out, event.position.value());
  out += ",\"commit\":";
  append_number(out, event.commit.value());
  out += ",\"stream\":";
  json::append_string(out, event.stream.name());
  out += ",\"revision\":";
  append_number(out, event.revision.value());
  out.append(",\"id\":\"").append(event.id.to_string()).append("\",\"type\":");
  json::append_string(out, event.type);
  if (compacted)
    out += ",\"data\":null";
  else
    append_data(out, event);
  append_tags(out, event.tags);
  out.append(",\"metadata\":").append(compacted ? "null" : event.metadata);
  out.append(",\"occurred_at\":\"").append(format_time(event.occurred_at));
  out.append("\",\"recorded_at\":\"").append(format_time(event.recorded_at)).append("\"");
}

}  // namespace

void append_event_line(std::string& out, const event_view& event) {
  append_members(out, event);
  out += '}';
}

void append_export_line(std::string& out, const event_view& event) {
  append_members(out, event);
  if (event.envelope_digest != nullptr) out += ",\"compacted\":true";
  out.append(",\"digest\":\"").append(event.content_digest->to_string()).append("\"");
  if (event.envelope_digest != nullptr)
    out.append(",\"envelope_digest\":\"").append(event.envelope_digest->to_string()).append("\"");
  out += '}';
}

}  // namespace varve
