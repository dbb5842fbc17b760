#include <varve/core/epoch.hpp>

namespace varve {

epoch epoch::random(random_source& source) {
  epoch out;
  source.fill(std::as_writable_bytes(std::span(out.value.bytes)));
  out.value.bytes[6] =
      static_cast<std::uint8_t>(0x40U | (out.value.bytes[6] & 0x0FU));  // version 4, RFC 9562
  out.value.bytes[8] = static_cast<std::uint8_t>(0x80U | (out.value.bytes[8] & 0x3FU));
  return out;
}

std::optional<epoch> epoch::parse(std::string_view text) {
  const auto value = uuid::parse(text);
  return value ? std::optional(epoch{*value}) : std::nullopt;
}

}  // namespace varve
