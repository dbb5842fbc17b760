#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/json.hpp>
#include <varve/core/position.hpp>
#include <varve/core/result.hpp>
#include <varve/core/revision.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace varve::transfer {

/// Takes the members of an object out one after the other, in whatever order they stand, and remembers the
/// first that is missing or not what it must be. At the end nothing may be left over.
class members {
 public:
  explicit members(json::view object);

  /// The value of a member that must be there; without it, JSON null.
  [[nodiscard]] json::view take(std::string_view name);
  [[nodiscard]] std::optional<json::view> take_if_there(std::string_view name);

  [[nodiscard]] std::string text(std::string_view name);
  /// From 0 to below 2^53.
  [[nodiscard]] std::int64_t number(std::string_view name);
  template<class Number>
  [[nodiscard]] Number ordinal(std::string_view name) {
    return Number{number(name)};
  }
  /// What `parse(text)` makes of a text, which is an optional; `kind` names it in the error.
  template<class Parse>
  [[nodiscard]] auto parsed(std::string_view name, std::string_view kind, const Parse& parse) {
    auto out = parse(text(name));
    using value = typename decltype(out)::value_type;
    if (!out) refuse(name, "must be " + std::string(kind));
    return out ? *std::move(out) : value{};
  }

  /// Notes what is wrong with a member, unless something was before.
  void refuse(std::string_view name, std::string_view demand);
  /// `invalid_argument` when something was wrong or a member was not taken.
  [[nodiscard]] result<void> finish() const;

 private:
  struct member {
    std::string_view name;
    json::view value;
    bool taken = false;
  };

  std::vector<member> all_;
  std::optional<error> problem_;
};

}  // namespace varve::transfer
