#pragma once

#include <varve/core/new_event.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/expected.hpp>

#include "input/json_fields.hpp"

namespace varve::cli {

/// Reads an event as requests give it (docs/reference/pipe.md, "event in"), member by member. What the
/// store's door judges (names, data, metadata) is left to it.
class event_reader {
 public:
  [[nodiscard]] result<void> take(std::string_view name, json::view value);
  /// Behind the last member.
  [[nodiscard]] result<new_event> finish() &&;

 private:
  enum class form { none, json, base64 };

  [[nodiscard]] result<void> take_data(json::view value);
  [[nodiscard]] result<void> take_base64(json::view value);
  [[nodiscard]] result<void> take_tag(json::view value);

  new_event event_;
  form data_ = form::none;
  bool has_type_ = false;
  bool has_content_type_ = false;
};

[[nodiscard]] result<new_event> read_event(json::view value);
[[nodiscard]] result<event_id> read_event_id(json::view value);
[[nodiscard]] result<stream_id> read_stream_id(json::view value);
/// `any`, `no_stream`, `stream_exists` or a revision.
[[nodiscard]] result<expected> read_expected(json::view value);

}  // namespace varve::cli
