#pragma once

#include <varve/core/new_event.hpp>
#include <varve/core/result.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/expected.hpp>

#include <optional>
#include <string>

namespace varve::cli {

/// One line of `varve append --stdin`: an event as in docs/reference/pipe.md, its stream and what is expected
/// of it.
struct append_line {
  stream_id stream;
  varve::expected expected;
  new_event event;
};

/// A line as it was understood; `id` also where nothing else was.
struct parsed_append_line {
  std::optional<event_id> id;
  result<append_line> what;
};

[[nodiscard]] parsed_append_line parse_append_line(std::string text);

}  // namespace varve::cli
