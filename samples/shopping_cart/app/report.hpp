#pragma once

#include <varve/core/codec.hpp>

#include "views/read_models.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace shop::app {

/// What the shop knows about itself, from its read models and nothing else. Money is a decimal string. Its
/// JSON is what `serialize` names.
struct report {
  struct amount {
    std::int64_t rows = 0;
    std::string value;
    void serialize(auto& ar) { ar(CEREAL_NVP(rows), CEREAL_NVP(value)); }
  };
  struct refusal {
    std::string reason;
    std::int64_t rows = 0;
    std::string value;
    void serialize(auto& ar) { ar(CEREAL_NVP(reason), CEREAL_NVP(rows), CEREAL_NVP(value)); }
  };
  struct summary {
    std::int64_t rows_read = 0;
    std::string total_value;
    amount accepted;
    std::vector<refusal> refused;
    void serialize(auto& ar) {
      ar(CEREAL_NVP(rows_read), CEREAL_NVP(total_value), CEREAL_NVP(accepted), CEREAL_NVP(refused));
    }
  };
  struct product {
    std::string stock_code;
    std::string description;
    std::int64_t quantity = 0;
    std::string revenue;
    void serialize(auto& ar) {
      ar(CEREAL_NVP(stock_code), CEREAL_NVP(description), CEREAL_NVP(quantity), CEREAL_NVP(revenue));
    }
  };

  summary reconciliation;
  std::map<std::string, std::string> revenue_by_country;
  std::map<std::string, std::string> revenue_by_month;
  std::vector<product> top_products;
  std::int64_t customers = 0;
  std::map<std::string, std::int64_t> orders;  ///< invoices with such lines on them, by kind

  void serialize(auto& ar) {
    ar(CEREAL_NVP(reconciliation), CEREAL_NVP(revenue_by_country), CEREAL_NVP(revenue_by_month),
       CEREAL_NVP(top_products), CEREAL_NVP(customers), CEREAL_NVP(orders));
  }
};

/// As the read models stand now, all of them at one moment.
[[nodiscard]] report make_report(views::read_models& from);

/// As tables for people.
std::ostream& operator<<(std::ostream& out, const report& shown);

}  // namespace shop::app
