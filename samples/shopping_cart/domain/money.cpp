#include "domain/money.hpp"

#include <charconv>
#include <stdexcept>
#include <system_error>

namespace shop {
namespace {

constexpr std::size_t decimals = 3;

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::int64_t within_range(bool overflowed, std::int64_t amount) {
  if (overflowed) throw std::overflow_error("an amount of money beyond what 64 bits hold");
  return amount;
}

}  // namespace

std::optional<money> money::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  if (whole.empty() || fraction.empty() || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  if (fraction.find_first_not_of('0', decimals) != std::string_view::npos) return std::nullopt;

  std::string digits = negative ? "-" : "";
  digits.append(whole).append(fraction.substr(0, decimals));
  if (fraction.size() < decimals) digits.append(decimals - fraction.size(), '0');
  std::int64_t amount = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
  if (problem != std::errc{}) return std::nullopt;
  return money{amount};
}

std::string money::to_string() const {
  std::string digits = std::to_string(thousandths_);
  const std::size_t sign = thousandths_ < 0 ? 1 : 0;
  if (digits.size() < sign + decimals + 1) digits.insert(sign, sign + decimals + 1 - digits.size(), '0');
  return digits.insert(digits.size() - decimals, 1, '.');
}

money& money::operator+=(money other) {
  std::int64_t sum = 0;
  const bool overflowed = __builtin_add_overflow(thousandths_, other.thousandths_, &sum);
  thousandths_ = within_range(overflowed, sum);
  return *this;
}

money operator*(std::int64_t quantity, money price) {
  std::int64_t product = 0;
  const bool overflowed = __builtin_mul_overflow(quantity, price.thousandths_, &product);
  return money{within_range(overflowed, product)};
}

}  // namespace shop
