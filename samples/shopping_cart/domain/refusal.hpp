#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/decider.hpp>
#include <varve/core/decision.hpp>

#include "domain/money.hpp"

#include <string>
#include <variant>

/// What the shop did not accept. A refusal is a fact of its own, in a stream of its own, and so it reaches
/// the read models like every other: never mixed with what was accepted, never lost.
namespace shop::refusal {

struct row_refused {
  static constexpr std::string_view event_name = "refusal.row-refused";
  std::string reason;
  std::string row;  ///< as it was read
  money value;      ///< quantity times price, as far as they could be read

  void serialize(auto& ar) { ar(CEREAL_NVP(reason), CEREAL_NVP(row), CEREAL_NVP(value)); }
  friend bool operator==(const row_refused&, const row_refused&) = default;
};
using event = std::variant<row_refused>;

struct book {};  // a refusal does not depend on others
inline void evolve(book&, const row_refused&) {}

struct refuse_row {
  std::string reason;
  std::string row;
  money value;
};
inline varve::decision<event> decide(const refuse_row& c, const book&) {
  return row_refused{c.reason, c.row, c.value};
}

using decider = varve::decider<"refusal", book, event>;  // streams refusal-A563185…

}  // namespace shop::refusal
