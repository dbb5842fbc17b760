#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>

namespace varve::postgres {

/// Whole numbers as they stand on PostgreSQL's wire.
template<std::signed_integral T>
void append_big_endian(std::string& out, T number) {
  const auto bits = static_cast<std::make_unsigned_t<T>>(number);
  for (std::size_t i = sizeof(T); i-- > 0;) out.push_back(static_cast<char>(bits >> (8 * i)));
}

template<std::signed_integral T>
[[nodiscard]] T read_big_endian(const char* from) {
  std::make_unsigned_t<T> bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    bits = static_cast<std::make_unsigned_t<T>>(bits << 8U) | static_cast<unsigned char>(from[i]);
  return static_cast<T>(bits);
}

}  // namespace varve::postgres
