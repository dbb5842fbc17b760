#pragma once

#include "random_source.hpp"

#include <cereal/cereal.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bench {

struct address {
  std::string street;
  std::string city;
  std::string country;

  void serialize(auto& ar) { ar(CEREAL_NVP(street), CEREAL_NVP(city), CEREAL_NVP(country)); }
  bool operator==(const address&) const = default;
};

struct buyer {
  std::string name;
  address home;

  void serialize(auto& ar) { ar(CEREAL_NVP(name), CEREAL_NVP(home)); }
  bool operator==(const buyer&) const = default;
};

struct basket_item {
  std::string product;
  std::int32_t quantity = 0;
  std::int64_t unit_price = 0;

  void serialize(auto& ar) { ar(CEREAL_NVP(product), CEREAL_NVP(quantity), CEREAL_NVP(unit_price)); }
  bool operator==(const basket_item&) const = default;
};

/// The nested payload of the decode benchmark: objects in objects, a vector of 2 to 6 objects, an optional
/// that half of the documents have.
struct order_document {
  std::string order;
  buyer customer;
  std::vector<basket_item> items;
  std::optional<std::string> voucher;
  std::int64_t total = 0;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(order), CEREAL_NVP(customer), CEREAL_NVP(items), CEREAL_NVP(voucher), CEREAL_NVP(total));
  }
  bool operator==(const order_document&) const = default;
};

order_document random_order_document(random_source& random);

/// Appends the document's JSON to `out`: the fields in the order of `serialize`, an absent optional as null.
void append_json(std::string& out, const order_document& document);

/// A cheap number that depends on every part: see the one of order_line.
std::uint64_t witness(const order_document& document);

}  // namespace bench
