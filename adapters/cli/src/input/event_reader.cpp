#include "input/event_reader.hpp"

#include <varve/core/base64.hpp>

namespace varve::cli {
namespace {

result<timestamp> read_time(json::view value) {
  const auto text = value.text();
  if (!text) return must("be a time as in RFC 3339");
  auto time = parse_time(*text);
  if (!time) return error{errc::invalid_argument, ": " + time.error().message};
  return time;
}

}  // namespace

result<void> event_reader::take(std::string_view name, json::view value) {
  if (name == "data") return take_data(value);
  if (name == "data_base64") return take_base64(value);
  if (name == "content_type") {
    has_content_type_ = true;
    return store_in(event_.content_type, read_text(value));
  }
  if (name == "type") {
    has_type_ = true;
    return store_in(event_.type, read_text(value));
  }
  if (name == "id") return store_in(event_.id, read_event_id(value));
  if (name == "tags") return for_each_element(value, [&](json::view tag) { return take_tag(tag); });
  if (name == "occurred_at") return store_in(event_.occurred_at, read_time(value));
  if (name == "metadata") {
    if (value.kind() != json::kind::object) return must("be an object");
    event_.metadata = value.raw();
  }
  return {};
}

result<void> event_reader::take_data(json::view value) {
  if (data_ == form::base64) return must("not stand beside data_base64");
  data_ = form::json;
  event_.data = value.raw();
  return {};
}

result<void> event_reader::take_base64(json::view value) {
  if (data_ == form::json) return must("not stand beside data");
  data_ = form::base64;
  const auto text = value.text();
  if (text) event_.data.resize(base64_size(*text));
  if (!text || !read_base64(*text, std::as_writable_bytes(std::span(event_.data))))
    return must("be base64 (standard alphabet, padded)");
  return {};
}

result<void> event_reader::take_tag(json::view value) {
  const auto tag = read_text(value);
  if (!tag) return tag.error();
  if (auto good = event_.tags.add(*tag); !good)
    return error{errc::invalid_argument, ": " + good.error().message};
  return {};
}

result<new_event> event_reader::finish() && {
  if (!has_type_) return must("have a type");
  if (data_ == form::none) return must("have data");
  if (data_ == form::base64 && !has_content_type_) return must("have a content_type for its data_base64");
  if (data_ == form::base64 && event_.content_type.empty())
    return must("have a content_type that is not empty");
  if (data_ == form::json && has_content_type_ && event_.content_type != json_content_type)
    return must("have its data as data_base64 when they are not JSON");
  return std::move(event_);
}

result<new_event> read_event(json::view value) {
  event_reader reader;
  auto good = for_each_member(
      value, [&](std::string_view name, json::view member) { return reader.take(name, member); });
  if (!good) return std::move(good).error();
  return std::move(reader).finish();
}

result<event_id> read_event_id(json::view value) {
  const auto text = value.text();
  const auto id = text ? event_id::parse(*text) : std::nullopt;
  if (!id) return must("be a UUID");
  return *id;
}

result<stream_id> read_stream_id(json::view value) {
  const auto text = read_text(value);
  if (!text) return text.error();
  auto stream = stream_id::parse(*text);
  if (!stream) return error{errc::invalid_argument, ": " + stream.error().message};
  return stream;
}

result<expected> read_expected(json::view value) {
  if (value.kind() == json::kind::string) {
    const auto word = value.text();
    if (word == "any") return expected::any();
    if (word == "no_stream") return expected::no_stream();
    if (word == "stream_exists") return expected::stream_exists();
  } else if (const auto number = read_number(value)) {
    return expected{revision{*number}};
  }
  return must("be 'any', 'no_stream', 'stream_exists' or a revision");
}

}  // namespace varve::cli
