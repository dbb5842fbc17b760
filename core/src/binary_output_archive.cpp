#include <varve/core/archive/binary_output_archive.hpp>

#include "utf8.hpp"

namespace varve {

void binary_output_archive::write_count(std::uint64_t count) {
  for (; count >= 0x80; count >>= 7) out_ += static_cast<char>(count | 0x80);
  out_ += static_cast<char>(count);
}

void binary_output_archive::write_text(std::string_view text) {
  if (!is_utf8(text)) fail("not valid UTF-8");
  write_count(text.size());
  out_ += text;
}

void binary_output_archive::write_bytes(std::span<const std::byte> bytes) {
  write_count(bytes.size());
  out_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace varve
