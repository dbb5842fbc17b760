#pragma once

#include <varve/core/archive/output_archive.hpp>

#include <atomic>
#include <charconv>
#include <cmath>
#include <cstring>
#include <span>
#include <string_view>

namespace varve {

/// Writes JSON (docs/formats.md, "JSON of user types") without white space at the end of a string that it
/// refers to. Use `encode`, which also restores the string when something does not fit.
class json_output_archive : public output_archive<json_output_archive>, public cereal::traits::TextArchive {
 public:
  explicit json_output_archive(std::string& out) : output_archive(out) {}

 private:
  friend class output_archive<json_output_archive>;

  void write_boolean(bool value) { out_ += value ? "true" : "false"; }

  template<class T>
  void write_integer(T value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, end);
  }

  template<class T>
  void write_real(T value) {
    if (!std::isfinite(value)) fail("not a finite number");
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, end);
  }

  void write_text(std::string_view text);
  void write_bytes(std::span<const std::byte> bytes);
  void write_time(timestamp at);
  void write_uuid(const uuid& id);
  void write_nothing() { out_ += "null"; }
  template<class D>
  void write_duration(D duration) {
    write(duration.count());
  }
  void write_presence(bool present) {
    if (!present) out_ += "null";
  }

  void begin_object() { out_ += '{'; }
  void begin_member(const char* name) {
    if (out_.back() != '{') out_ += ',';
    write_name({name, std::strlen(name)});
  }
  void begin_unnamed(std::size_t number) { begin_member(("value" + std::to_string(number)).c_str()); }
  void write_name(std::string_view name);
  template<class T>
  void end_object(std::size_t begin) {
    out_ += '}';
    // A type gives its members the same names each time, so its first object tells.
    static std::atomic<bool> checked{false};
    if (checked.load(std::memory_order_relaxed)) return;
    refuse_repeated_member(begin);
    checked.store(true, std::memory_order_relaxed);
  }
  void refuse_repeated_member(std::size_t begin);

  void begin_sequence(std::size_t) { out_ += '['; }
  void begin_element(std::size_t index) {
    if (index > 0) out_ += ',';
  }
  void end_sequence() { out_ += ']'; }
  void begin_fixed() { out_ += '['; }
  void end_fixed() { out_ += ']'; }

  template<bool TextKeys>
  void begin_map(std::size_t) {
    out_ += TextKeys ? '{' : '[';
  }
  template<bool TextKeys>
  void begin_entry() {
    if (!TextKeys) out_ += '[';
  }
  template<bool TextKeys>
  void between() {
    out_ += TextKeys ? ':' : ',';
  }
  template<bool TextKeys>
  void end_entry() {
    if (!TextKeys) out_ += ']';
  }
  template<bool TextKeys>
  void end_map() {
    out_ += TextKeys ? '}' : ']';
  }

  void begin_variant(std::size_t index) {
    out_ += "{\"index\":";
    write_integer(index);
    out_ += ",\"value\":";
  }
  void end_variant() { out_ += '}'; }
};

}  // namespace varve
