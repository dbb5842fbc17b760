#pragma once

#include <varve/core/random.hpp>
#include <varve/core/uuid.hpp>

namespace varve {

/// The random identity of one life of a log. A restore, a failover, a divergence and a move each begin a new
/// one, so that a position of another history is never mistaken for one of this. The nil epoch means "not
/// stated".
struct epoch {
  uuid value;

  [[nodiscard]] static epoch random(random_source& source);
  [[nodiscard]] static std::optional<epoch> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const { return value.to_string(); }
  [[nodiscard]] constexpr bool stated() const { return !value.is_nil(); }
  friend constexpr auto operator<=>(const epoch&, const epoch&) = default;
};

}  // namespace varve
