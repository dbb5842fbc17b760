#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/position.hpp>

#include <string>

namespace varve {

/// A place in a log's history that may be kept, sent away and brought back: every position that leaves a
/// store travels as one. A token whose epoch is not stated is taken as a place in whichever log it is given
/// to, unchecked.
struct token {
  varve::epoch epoch;
  varve::position position;

  /// Before the first event of any log.
  [[nodiscard]] static constexpr token start() { return {}; }
  /// Behind the last event of any log: where a backward read begins.
  [[nodiscard]] static constexpr token end() { return {{}, varve::position::max()}; }

  /// `EPOCH:POSITION`, or `POSITION` alone when the epoch is not stated.
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] static std::optional<token> parse(std::string_view text);

  friend constexpr bool operator==(const token&, const token&) = default;
};

}  // namespace varve
