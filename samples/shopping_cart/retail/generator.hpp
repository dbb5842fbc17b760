#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace shop::retail {

/// How much to make up. The defaults are a month like those of the real data.
struct generator_options {
  std::uint64_t seed = 1;
  std::size_t invoices = 2'000;
};

/// A month of made-up orders in the shape of the Online Retail data, the same for the same options. It holds
/// every kind of row that the real file holds: sales with and without a customer, exact repeats,
/// cancellations, adjustments of both signs, prices of zero, negative quantities, quotes and commas, prices
/// with three decimals, an invoice whose rows stand apart, and invoices that were filled over several
/// minutes.
[[nodiscard]] std::string generated_csv(const generator_options& options);

}  // namespace shop::retail
