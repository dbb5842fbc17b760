#pragma once

#include "random_source.hpp"

#include <cereal/cereal.hpp>
#include <cereal/types/string.hpp>

#include <cstdint>
#include <string>

namespace bench {

/// The workload's payload: nine fields, flat, 208 bytes of JSON on average.
struct order_line {
  std::string order;
  std::int32_t line = 0;
  std::string product;  // one of `view_keys` names; so are customer and branch
  std::string description;
  std::int32_t quantity = 0;
  std::int64_t unit_price = 0;  // in thousandths
  double discount = 0;          // a share, in hundredths
  std::string customer;
  std::string branch;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(order), CEREAL_NVP(line), CEREAL_NVP(product), CEREAL_NVP(description),
       CEREAL_NVP(quantity), CEREAL_NVP(unit_price), CEREAL_NVP(discount), CEREAL_NVP(customer),
       CEREAL_NVP(branch));
  }

  bool operator==(const order_line&) const = default;
};

/// How many products, customers and branches there are: the number of keys of each view.
inline constexpr std::uint64_t view_keys = 10'000;

order_line random_order_line(random_source& random);

/// Appends the payload's JSON text to `out`: the fields in the order of `serialize`, no white space.
void append_json(std::string& out, const order_line& line);

/// A cheap number that depends on every field: keeps a decoder's work from being optimised away and shows
/// that two decoders read the same.
std::uint64_t witness(const order_line& line);

}  // namespace bench
