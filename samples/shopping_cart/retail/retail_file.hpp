#pragma once

#include "retail/byte_source.hpp"
#include "retail/csv_reader.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

/// The Online Retail data as a file: a header, and rows behind it.
namespace shop::retail {

/// Calls `each` with every record behind the header. Throws `varve::failure` when the file cannot be opened,
/// does not begin as the Online Retail data do, or cannot be read to its end.
void for_each_row(const input& from, const std::function<void(const csv_record&)>& each);

/// How many rows a file has, in all and of each invoice.
struct row_counts {
  std::int64_t rows = 0;
  std::unordered_map<std::string, std::int64_t> of_invoice;
};

/// Reads the whole file; throws as `for_each_row`.
[[nodiscard]] row_counts count_rows(const input& from);

}  // namespace shop::retail
