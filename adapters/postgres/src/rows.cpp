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

// As array_parameter writes it: dimensions, NULLs and element, for the one dimension its size and where it
// begins, then each element behind its length.
std::vector<std::int64_t> rows::integers(int row, int column) const {
  constexpr std::size_t head = 20;
  constexpr std::size_t size_at = 12;
  constexpr std::size_t element = sizeof(std::int32_t) + sizeof(std::int64_t);
  const std::string_view value = bytes(row, column);
  std::vector<std::int64_t> out;
  if (value.size() < head) return out;
  const auto size = static_cast<std::size_t>(read_big_endian<std::int32_t>(value.data() + size_at));
  if (value.size() != head + size * element)
    throw failure{{errc::corrupt, "the server answered with something else than numbers"}};
  for (std::size_t at = head + sizeof(std::int32_t); at < value.size(); at += element)
    out.push_back(read_big_endian<std::int64_t>(value.data() + at));
  return out;
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
