#pragma once

#include <varve/core/archive/output_archive.hpp>

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace varve {

/// Writes bytes (docs/formats.md, "Binary of user types") at the end of a string that it refers to. Use
/// `encode`, which also restores the string when something does not fit.
class binary_output_archive : public output_archive<binary_output_archive> {
 public:
  explicit binary_output_archive(std::string& out) : output_archive(out) {}

 private:
  friend class output_archive<binary_output_archive>;

  void write_boolean(bool value) { out_ += value ? '\1' : '\0'; }

  template<class T>
  void write_integer(T value) {
    char bytes[sizeof(T)];
    auto rest = static_cast<std::make_unsigned_t<T>>(value);
    for (char& byte : bytes) {
      byte = static_cast<char>(rest);
      if constexpr (sizeof(T) > 1) rest = static_cast<std::make_unsigned_t<T>>(rest >> 8);
    }
    out_.append(bytes, sizeof bytes);
  }

  void write_real(float value) { write_integer(std::bit_cast<std::uint32_t>(value)); }
  void write_real(double value) { write_integer(std::bit_cast<std::uint64_t>(value)); }
  void write_count(std::uint64_t count);
  void write_text(std::string_view text);
  void write_bytes(std::span<const std::byte> bytes);
  void write_time(timestamp at) { write_integer(at.time_since_epoch().count()); }
  void write_uuid(const uuid& id) {
    out_.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  }
  void write_nothing() {}
  template<class Rep, class Period>
  void write_duration(std::chrono::duration<Rep, Period> duration) {
    if constexpr (std::is_integral_v<Rep>) {
      if (!std::in_range<std::int64_t>(duration.count())) fail("a duration out of range");
      write_integer(static_cast<std::int64_t>(duration.count()));
    } else {
      write(duration.count());
    }
  }
  void write_presence(bool present) { write_boolean(present); }

  void begin_object() {}
  void begin_member(const char*) {}
  void begin_unnamed(std::size_t) {}
  template<class>
  void end_object(std::size_t) {}

  void begin_sequence(std::size_t count) { write_count(count); }
  void begin_element(std::size_t) {}
  void end_sequence() {}
  void begin_fixed() {}
  void end_fixed() {}

  template<bool>
  void begin_map(std::size_t count) {
    write_count(count);
  }
  template<bool>
  void begin_entry() {}
  template<bool>
  void between() {}
  template<bool>
  void end_entry() {}
  template<bool>
  void end_map() {}

  void begin_variant(std::size_t index) { write_count(index); }
  void end_variant() {}
};

}  // namespace varve
