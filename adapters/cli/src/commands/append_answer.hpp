#pragma once

#include <varve/eventstore/append_outcome.hpp>

#include "exit_code.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace varve::cli {

/// An append of one event, as far as its answer tells of it.
struct appended_line {
  std::optional<std::uint64_t> number;  ///< of its line
  std::optional<event_id> id;
  std::string stream;
};

/// `{id, outcome, stream, revision, position}` when it was written; otherwise what came instead, with the
/// number of the line.
[[nodiscard]] std::string answer_json(const appended_line& line, const append_outcome& outcome);
/// The same for people.
[[nodiscard]] std::string answer_text(const appended_line& line, const append_outcome& outcome);
[[nodiscard]] exit_code exit_code_of(const append_outcome& outcome);

}  // namespace varve::cli
