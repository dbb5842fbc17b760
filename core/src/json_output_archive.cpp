#include <varve/core/archive/json_output_archive.hpp>
#include <varve/core/base64.hpp>
#include <varve/core/json.hpp>

#include "json_grammar.hpp"
#include "utf8.hpp"

namespace varve {

void json_output_archive::write_text(std::string_view text) {
  if (!is_utf8(text)) fail("not valid UTF-8");
  json::append_string(out_, text);
}

void json_output_archive::write_name(std::string_view name) {
  const char* const end = name.data() + name.size();
  // Names come from the program. Without escapes a reader may compare them as they are spelt.
  if (json::grammar::skip_plain(name.data(), end) != end || !is_utf8(name))
    fail("a member's name is UTF-8 without quotes, backslashes and control characters");
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void json_output_archive::refuse_repeated_member(std::size_t begin) {
  const auto twice = json::view{std::string_view(out_).substr(begin)}.repeated_member();
  if (twice) throw archive_error{"its type gives the name " + *twice + " to two members"};
}

void json_output_archive::write_bytes(std::span<const std::byte> bytes) {
  out_ += '"';
  append_base64(out_, bytes);
  out_ += '"';
}

void json_output_archive::write_time(timestamp at) {
  out_ += '"';
  out_ += format_time(at);
  out_ += '"';
}

void json_output_archive::write_uuid(const uuid& id) {
  out_ += '"';
  out_ += id.to_string();
  out_ += '"';
}

}  // namespace varve
