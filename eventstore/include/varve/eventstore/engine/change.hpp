#pragma once

#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/engine/stream_state.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace varve::engine {

/// The reserved stream whose events delete and truncate others.
inline constexpr std::string_view change_stream = "$streams";

/// What an event of `$streams` says (docs/formats.md, "`$streams`").
struct change {
  stream_change::kind what;
  std::string stream;
  revision before;

  friend bool operator==(const change&, const change&) = default;
};

/// The type of the event that makes such a change: `$deleted`, `$tombstoned`, `$truncated`.
[[nodiscard]] std::string_view type_of(stream_change::kind what);

/// The data of its event.
[[nodiscard]] std::string data_of(const change& what);

/// Reads an event of `$streams`; nullopt when it is none that this version knows.
[[nodiscard]] std::optional<change> parse_change(std::string_view type, std::string_view data);

/// What a change does to the stream that it names, given the stream as it stood.
void apply(const change& what, stream_state& stream);

}  // namespace varve::engine
