#pragma once

#include <bit>
#include <concepts>
#include <cstring>
#include <string>

namespace varve::sqlite {

static_assert(std::endian::native == std::endian::little, "the formats are little-endian (docs/formats.md)");

/// Writes a number as its bytes and returns the place behind it.
template<std::unsigned_integral Number>
char* put(char* at, Number number) {
  std::memcpy(at, &number, sizeof number);
  return at + sizeof number;
}

template<std::unsigned_integral Number>
void append(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace varve::sqlite
