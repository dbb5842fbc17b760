#include "rows.hpp"

#include <varve/core/error.hpp>

#include "big_endian.hpp"

#include <cstring>

namespace varve::postgres {

std::int64_t rows::integer(int row, int column) const {
  const std::string_view value = bytes(row, column);
  switch (value.size()) {
    case 2: return read_big_endian<std::int16_t>(value.data());
    case 4: return read_big_endian<std::int32_t>(value.data());
    case 8: return read_big_endian<std::int64_t>(value.data());
    default: throw failure{{errc::corrupt, "the server answered with something else than a number"}};
  }
}

uuid rows::uuid(int row, int column) const {
  varve::uuid out;
  const std::string_view value = bytes(row, column);
  if (value.size() != out.bytes.size())
    throw failure{{errc::corrupt, "the server answered with something else than a UUID"}};
  std::memcpy(out.bytes.data(), value.data(), value.size());
  return out;
}

}  // namespace varve::postgres
