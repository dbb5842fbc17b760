#include <varve/core/archive/binary_input_archive.hpp>

#include "utf8.hpp"

namespace varve {

void binary_input_archive::read_boolean(bool& value) {
  const char byte = *advance(1);
  if (byte != 0 && byte != 1) fail("expected 0 or 1");
  value = byte == 1;
}

bool binary_input_archive::read_presence() {
  bool present = false;
  read_boolean(present);
  return present;
}

void binary_input_archive::read_timestamp(timestamp& value) {
  std::int64_t count = 0;
  read_integer(count);
  value = timestamp{std::chrono::nanoseconds{count}};
}

void binary_input_archive::read_uuid(uuid& value) {
  std::memcpy(value.bytes.data(), advance(value.bytes.size()), value.bytes.size());
}

std::uint64_t binary_input_archive::read_long_count() {
  std::uint64_t count = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(*advance(1));
    const std::uint64_t bits = byte & 0x7FU;
    if (shift == 63 && bits > 1) break;
    count |= bits << shift;
    if (byte >= 0x80) continue;
    if (byte == 0 && shift > 0) fail("a count spelt longer than needed");
    return count;
  }
  fail("a count beyond 64 bits");
}

std::string_view binary_input_archive::read_counted() {
  const std::uint64_t count = read_count();
  if (count > left()) fail("the bytes end too early");
  return {advance(static_cast<std::size_t>(count)), static_cast<std::size_t>(count)};
}

std::string_view binary_input_archive::read_string_view() {
  const std::string_view text = read_counted();
  if (!is_utf8(text)) fail("not valid UTF-8");
  return text;
}

}  // namespace varve
