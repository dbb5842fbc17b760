#include <varve/core/event_id.hpp>

#include <algorithm>

namespace varve {

std::optional<event_id> event_id::parse(std::string_view text) {
  const auto value = uuid::parse(text);
  return value ? std::optional(event_id{*value}) : std::nullopt;
}

event_id event_id_generator::next() {
  event_id id;
  random_.fill(std::as_writable_bytes(std::span(id.value.bytes).subspan(8)));

  constexpr std::int64_t per_millisecond = 1'000'000;
  const std::int64_t now = std::max<std::int64_t>(0, clock_.now().time_since_epoch().count());
  const auto fraction = static_cast<std::uint64_t>((now % per_millisecond) * 4096 / per_millisecond);
  std::uint64_t tick = static_cast<std::uint64_t>(now / per_millisecond) * 4096 + fraction;
  {
    const std::scoped_lock lock{mutex_};
    tick = last_ = std::max(tick, last_ + 1);
  }

  const std::uint64_t milliseconds = tick >> 12;
  for (std::size_t i = 0; i < 6; ++i)
    id.value.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  id.value.bytes[6] = static_cast<std::uint8_t>(0x70U | ((tick >> 8) & 0x0FU));
  id.value.bytes[7] = static_cast<std::uint8_t>(tick);
  id.value.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.value.bytes[8] & 0x3FU));
  return id;
}

}  // namespace varve
