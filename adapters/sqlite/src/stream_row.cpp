#include "stream_row.hpp"

#include <varve/core/checksum.hpp>

#include "damage.hpp"
#include "little_endian.hpp"

#include <array>
#include <limits>
#include <string>

namespace varve::sqlite {
namespace {

stream_row unchecked_row(const rows& from) {
  stream_row out{from.integer(0), from.integer(1), std::nullopt, from.integer(3) != 0};
  if (!from.is_null(2)) out.deleted_before = from.integer(2);
  return out;
}

}  // namespace

engine::stream_state stream_row::state(std::optional<std::int64_t> last) const {
  engine::stream_state out;
  if (last) out.last = revision{*last};
  out.first_visible = revision{first_visible};
  if (deleted_before) out.deleted_before = revision{*deleted_before};
  out.closed = closed;
  return out;
}

stream_row stream_row::of(std::int64_t key, const engine::stream_state& state) {
  stream_row out{key, state.first_visible.value(), std::nullopt, state.closed};
  if (state.deleted_before) out.deleted_before = state.deleted_before->value();
  return out;
}

std::uint32_t stream_row::checksum(std::string_view name) const {
  constexpr auto absent = std::numeric_limits<std::uint64_t>::max();
  std::array<char, 32> numbers{};
  char* out = put(numbers.data(), static_cast<std::uint64_t>(key));
  out = put(out, static_cast<std::uint64_t>(first_visible));
  out = put(out, deleted_before ? static_cast<std::uint64_t>(*deleted_before) : absent);
  put(out, std::uint64_t{closed});
  return crc32c(name, crc32c({numbers.data(), numbers.size()}));
}

stream_row read_stream_row(const rows& from) {
  const stream_row out = unchecked_row(from);
  if (out.checksum(from.text(5)) != from.integer(4))
    damaged("the row of stream key " + std::to_string(out.key));
  return out;
}

bool is_intact(const rows& from, std::string_view name) {
  return unchecked_row(from).checksum(name) == from.integer(4);
}

std::uint32_t type_checksum(std::int64_t key, std::string_view name) {
  std::array<char, 8> number{};
  put(number.data(), static_cast<std::uint64_t>(key));
  return crc32c(name, crc32c({number.data(), number.size()}));
}

}  // namespace varve::sqlite
