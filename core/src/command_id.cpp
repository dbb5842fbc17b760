#include <varve/core/command_id.hpp>
#include <varve/core/name.hpp>

#include "hasher.hpp"

namespace varve {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw failure{{errc::invalid_argument, why}};
}

std::uint64_t milliseconds_of(const uuid& version_7) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 6; ++i) out = (out << 8) | version_7.bytes[i];
  return out;
}

std::uint64_t milliseconds_of(timestamp when) {
  return static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::milliseconds>(when).time_since_epoch().count());
}

}  // namespace

command_id::command_id(const uuid& version_7)
    : kind_(kind::uuid), milliseconds_(milliseconds_of(version_7)), text_(version_7.to_string()) {
  if (version_7.version() != 7)
    refuse("a command id that is a UUID is of version 7, which holds its time; " + text_ +
           " is not: give it as a text with a time that never changes");
}

command_id::command_id(std::string_view text, timestamp when)
    : kind_(kind::text), milliseconds_(milliseconds_of(when)), text_(text) {
  if (!is_name(text)) refuse("a command id is valid UTF-8 of 1 to 255 bytes without control characters");
  if (when < timestamp{}) refuse("the time of command id " + text_ + " lies before 1970");
}

result<command_id> command_id::of(const uuid& version_7) try {
  return command_id{version_7};
} catch (const failure& problem) {
  return problem.error();
}

result<command_id> command_id::of(std::string_view text, timestamp when) try {
  return command_id{text, when};
} catch (const failure& problem) {
  return problem.error();
}

event_id command_id::event(std::string_view stream, std::uint64_t index) const {
  const char kind_byte = static_cast<char>(kind_);
  const digest hash = detail::this_thread_hasher()
                          .add("varve.event-id/1")
                          .add(std::string_view(&kind_byte, 1))
                          .add_sized(text_)
                          .add_sized(stream)
                          .add(index)
                          .finish();
  event_id id;
  auto& bytes = id.value.bytes;
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(milliseconds_ >> (40 - 8 * i));
  bytes[6] = static_cast<std::uint8_t>(0x80U | (hash.bytes[0] & 0x0FU));
  bytes[7] = hash.bytes[1];
  bytes[8] = static_cast<std::uint8_t>(0x80U | (hash.bytes[2] & 0x3FU));
  for (std::size_t i = 9; i < 16; ++i) bytes[i] = hash.bytes[i - 6];
  return id;
}

}  // namespace varve
