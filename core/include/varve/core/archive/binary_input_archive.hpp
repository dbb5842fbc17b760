#pragma once

#include <varve/core/archive/binary_output_archive.hpp>
#include <varve/core/archive/input_archive.hpp>

#include <string_view>

namespace varve {

/// Reads bytes (docs/formats.md, "Binary of user types") that it borrows and that may come from anywhere. Use
/// `decode`.
class binary_input_archive : public input_archive<binary_input_archive, binary_output_archive> {
 public:
  explicit binary_input_archive(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
  binary_input_archive(const binary_input_archive&) = delete;
  binary_input_archive& operator=(const binary_input_archive&) = delete;

 private:
  friend class input_archive<binary_input_archive, binary_output_archive>;

  struct object_state {};
  struct list_state {
    std::uint64_t left = 0;
  };

  void begin_input() {}
  void end_input() const {
    if (at_ != end_) fail("bytes are left over");
  }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  void read_boolean(bool& value);

  template<class T>
  void read_integer(T& value) {
    const char* const bytes = advance(sizeof(T));
    std::make_unsigned_t<T> bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      bits = static_cast<std::make_unsigned_t<T>>(
          bits | static_cast<std::make_unsigned_t<T>>(
                     static_cast<std::make_unsigned_t<T>>(static_cast<unsigned char>(bytes[i])) << (8 * i)));
    value = static_cast<T>(bits);
  }

  void read_real(float& value) {
    std::uint32_t bits = 0;
    read_integer(bits);
    value = std::bit_cast<float>(bits);
  }
  void read_real(double& value) {
    std::uint64_t bits = 0;
    read_integer(bits);
    value = std::bit_cast<double>(bits);
  }
  template<class Text>
  void read_text(Text& value) {
    value = read_string_view();
  }
  template<class Bytes>
  void read_bytes(Bytes& value) {
    const std::string_view bytes = read_counted();
    const auto* const first = reinterpret_cast<const std::byte*>(bytes.data());
    value.assign(first, first + bytes.size());
  }
  template<class Rep, class Period>
  void read_duration(std::chrono::duration<Rep, Period>& value);
  void read_timestamp(timestamp& value);
  void read_uuid(uuid& value);
  void read_nothing() {}
  bool read_presence();

  void begin_object(object_state&) {}
  bool begin_member(const char*) { return true; }
  bool begin_unnamed(std::size_t) { return true; }
  void end_object(object_state&) {}

  list_state begin_sequence() { return {read_count()}; }
  /// How many elements the count claims, as far as there are bytes for them.
  [[nodiscard]] std::size_t claimed(const list_state& list) const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(list.left, left()));
  }
  bool more(list_state& list) {
    if (list.left == 0) return false;
    --list.left;
    return true;
  }
  list_state begin_fixed() { return {}; }
  void next_fixed(list_state&) {}
  void end_fixed(list_state&) {}

  template<bool>
  list_state begin_map() {
    return begin_sequence();
  }
  template<bool>
  bool more_entries(list_state& list) {
    return more(list);
  }
  template<bool>
  void begin_entry() {}
  template<bool>
  void between() {}
  template<bool>
  void end_entry() {}

  std::uint64_t read_variant_index() { return read_count(); }
  void begin_variant_value() {}

  /// The next `count` bytes; fails when there are fewer.
  const char* advance(std::size_t count) {
    if (left() < count) fail("the bytes end too early");
    return std::exchange(at_, at_ + count);
  }
  std::uint64_t read_count() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) return static_cast<unsigned char>(*at_++);
    return read_long_count();
  }
  std::uint64_t read_long_count();
  std::string_view read_counted();
  std::string_view read_string_view();

  const char* at_;
  const char* end_;
};

template<class Rep, class Period>
void binary_input_archive::read_duration(std::chrono::duration<Rep, Period>& value) {
  if constexpr (std::is_integral_v<Rep>) {
    std::int64_t count = 0;
    read_integer(count);
    if (!std::in_range<Rep>(count)) fail("a duration out of the range of its type");
    value = std::chrono::duration<Rep, Period>{static_cast<Rep>(count)};
  } else {
    Rep count{};
    read(count);
    value = std::chrono::duration<Rep, Period>{count};
  }
}

}  // namespace varve

CEREAL_SETUP_ARCHIVE_TRAITS(varve::binary_input_archive, varve::binary_output_archive)
