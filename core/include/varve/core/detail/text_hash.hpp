#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace varve::detail {

/// Lets a map of strings be searched by string_view.
struct text_hash {
  using is_transparent = void;
  [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace varve::detail
