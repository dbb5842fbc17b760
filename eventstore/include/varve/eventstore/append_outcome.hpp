#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/result.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/token.hpp>
#include <varve/eventstore/expected.hpp>

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace varve {

/// Where one write of an append stands in its stream.
struct written {
  std::string stream;
  revision first;
  revision last;

  friend bool operator==(const written&, const written&) = default;
};

/// Durable, at the level that the store was opened with. For a repeat, the numbers are the original ones: the
/// smallest and the largest of the events named, also when they came in several commits.
struct appended {
  std::vector<written> writes;  ///< one for each write, in the order given; empty for checks alone
  position first;               ///< 0 for checks alone
  position last;                ///< 0 for checks alone
  bool replayed = false;
  varve::token token;  ///< what to wait for to read one's own write
};

/// Somebody else was first; nothing was written. Names the first demand that failed, the query condition
/// last.
struct conflict {
  std::string stream;  ///< empty when the query condition failed
  varve::expected expected;
  std::optional<revision> actual;           ///< the stream's last revision; absent when it was never written
  std::optional<varve::position> position;  ///< of a matching event, when the query condition failed
};

/// Nothing was written, and the error says why.
struct not_written {
  varve::error why;
};

/// The commit's fate is not known. The store finds it out by itself and is `unavailable` until then; the
/// caller learns it by sending the same batch again, with these ids in place, and in no other way.
struct unknown {
  std::string reason;
  std::vector<event_id> ids;  ///< of all events, in the order given
};

/// The four answers of an append. Values, never exceptions.
using append_outcome = std::variant<appended, conflict, not_written, unknown>;

/// Receives the outcome on a thread of the store, never inside `append`. It must return soon, must not throw,
/// and may append.
using append_callback = std::function<void(append_outcome)>;

/// The same with the three failures as errors (`conflict`, the code itself, `in_doubt`), for those who handle
/// them alike.
[[nodiscard]] result<appended> to_result(append_outcome outcome);

}  // namespace varve
