#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace bench::baseline {

/// What a view reads of an order_line: the key and three fields.
struct sale {
  std::string_view product;
  std::int64_t quantity = 0;
  std::int64_t unit_price = 0;
  double discount = 0;
};

/// The same with the keys of all three views.
struct keyed_sale : sale {
  std::string_view customer;
  std::string_view branch;
};

/// Reads sales out of JSON by simdjson on-demand, by hand: the fields in the order in which they are written,
/// and no further than the last one that is needed. A missing field or a wrong type throws
/// simdjson::simdjson_error.
class sale_reader {
 public:
  /// Both are valid until the next call.
  sale read(std::string_view json) {
    auto document = parse(json);
    auto fields = document.get_object().value();
    return read_sale(fields);
  }

  keyed_sale read_with_all_keys(std::string_view json) {
    auto document = parse(json);
    auto fields = document.get_object().value();
    keyed_sale all{read_sale(fields), {}, {}};
    all.customer = fields.find_field("customer").get_string().value();
    all.branch = fields.find_field("branch").get_string().value();
    return all;
  }

 private:
  /// simdjson reads past the end, and a row in SQLite's page has no spare bytes behind it: hence the copy.
  simdjson::ondemand::document parse(std::string_view json) {
    padded_.assign(json);
    padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    return parser_.iterate(simdjson::padded_string_view{padded_.data(), json.size(), padded_.size()}).value();
  }

  static sale read_sale(simdjson::ondemand::object& from) {
    sale read;
    read.product = from.find_field("product").get_string().value();
    read.quantity = from.find_field("quantity").get_int64().value();
    read.unit_price = from.find_field("unit_price").get_int64().value();
    read.discount = from.find_field("discount").get_double().value();
    return read;
  }

  simdjson::ondemand::parser parser_;
  std::string padded_;
};

}  // namespace bench::baseline
