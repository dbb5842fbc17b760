#pragma once

#include <varve/core/event_names.hpp>
#include <varve/core/only.hpp>
#include <varve/core/stream_changes.hpp>

#include <string_view>
#include <variant>

/// Events without a fault.
namespace shop {

struct opened {
  static constexpr std::string_view event_name = "shop.opened";
  void serialize(auto&) {}
};
struct sold {
  static constexpr std::string_view event_name = "shop.sold";
  void serialize(auto&) {}
};
using event = std::variant<opened, sold>;

}  // namespace shop
