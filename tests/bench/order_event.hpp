#pragma once

#include <varve/core/decider.hpp>

#include "order_line.hpp"
#include "workload.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace bench {

/// One of the workload's five types, as a user would declare it; all have the fields of an order_line.
template<std::size_t Type>
struct order_event_of : order_line {
  static constexpr std::string_view event_name = type_names[Type];
};

using order_event = std::variant<order_event_of<0>, order_event_of<1>, order_event_of<2>, order_event_of<3>,
                                 order_event_of<4>>;

/// What an order's events are folded into.
struct order_totals {
  std::uint64_t events = 0;
  std::uint64_t witness = 0;  // of all that was decoded
};

inline void evolve(order_totals& totals, const order_line& line) {
  ++totals.events;
  totals.witness += witness(line);
}

using order = varve::decider<"order", order_totals, order_event>;

}  // namespace bench
