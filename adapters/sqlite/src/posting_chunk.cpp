#include "posting_chunk.hpp"

#include <varve/core/checksum.hpp>

#include "damage.hpp"
#include "little_endian.hpp"

#include <array>

namespace varve::sqlite {
namespace {

void append_varint(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out.push_back(static_cast<char>(number | 0x80));
  out.push_back(static_cast<char>(number));
}

[[noreturn]] void damaged_chunk(std::string_view term, std::int64_t first) {
  damaged("the postings of '" + std::string(term.substr(0, 1)) + ':' + std::string(term.substr(1)) +
          "' from position " + std::to_string(first));
}

}  // namespace

posting_chunk posting_chunk::begin(std::int64_t position, std::int64_t events_before) {
  return {position, position, events_before + 1, {}};
}

void posting_chunk::add(std::int64_t position) {
  append_varint(differences, static_cast<std::uint64_t>(position - last));
  last = position;
  ++events;
}

std::vector<std::int64_t> posting_chunk::positions() const {
  std::vector<std::int64_t> out{first};
  out.reserve(differences.size() + 1);
  std::uint64_t difference = 0;
  unsigned shift = 0;
  for (const char c : differences) {
    const auto byte = static_cast<unsigned char>(c);
    difference |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    shift += 7;
    if ((byte & 0x80U) != 0 && shift < 63) continue;
    out.push_back(out.back() + static_cast<std::int64_t>(difference));
    difference = 0;
    shift = 0;
  }
  return out;
}

std::uint32_t posting_chunk::checksum(std::string_view term) const {
  std::array<char, 28> numbers{};
  char* out = put(numbers.data(), static_cast<std::uint64_t>(first));
  out = put(out, static_cast<std::uint64_t>(last));
  out = put(out, static_cast<std::uint64_t>(events));
  put(out, static_cast<std::uint32_t>(term.size()));
  return crc32c(differences, crc32c(term, crc32c({numbers.data(), numbers.size()})));
}

posting_chunk read_chunk(const rows& row, std::string_view term) {
  posting_chunk out{row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3))};
  if (out.checksum(term) != row.integer(4)) damaged_chunk(term, out.first);
  return out;
}

}  // namespace varve::sqlite
