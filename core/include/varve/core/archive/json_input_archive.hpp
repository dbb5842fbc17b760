#pragma once

#include <varve/core/archive/input_archive.hpp>
#include <varve/core/archive/json_output_archive.hpp>
#include <varve/core/base64.hpp>

#include <cstring>
#include <forward_list>
#include <limits>
#include <span>
#include <string_view>

namespace varve {

/// Reads JSON (docs/formats.md, "JSON of user types") in one pass over a text that it borrows; the text may
/// come from anywhere, and nothing need follow it. Members that stand in the order in which they are asked
/// for are read as they come; the first one that does not has its object indexed. Use `decode`.
class json_input_archive : public input_archive<json_input_archive, json_output_archive>,
                           public cereal::traits::TextArchive {
 public:
  explicit json_input_archive(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}
  json_input_archive(const json_input_archive&) = delete;
  json_input_archive& operator=(const json_input_archive&) = delete;

 private:
  friend class input_archive<json_input_archive, json_output_archive>;

  /// An object whose members are being asked for.
  struct object_state {
    object_state* outer = nullptr;
    const char* begin = nullptr;  // behind its brace
    bool fresh = true;            // no member has been read yet
    bool indexed = false;
    std::size_t first = 0;      // of its members in the index
    std::size_t next = 0;       // where the search for a member begins, within them
    const char* end = nullptr;  // when indexed: behind its closing brace
  };
  struct list_state {
    bool fresh = true;
  };
  struct member {
    std::string_view name;
    const char* value;
  };
  struct whole_number {
    bool negative;
    std::uint64_t magnitude;
  };

  void begin_input() const;
  void end_input();
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  void read_boolean(bool& value);
  void read_nothing();
  template<class T>
  void read_integer(T& value);
  void read_real(float& value);
  void read_real(double& value);
  template<class Text>
  void read_text(Text& value);
  template<class Bytes>
  void read_bytes(Bytes& value);
  template<class Rep, class Period>
  void read_duration(std::chrono::duration<Rep, Period>& value);
  void read_timestamp(timestamp& value);
  void read_uuid(uuid& value);
  bool read_presence();

  void begin_object(object_state& opening);
  bool begin_member(const char* name);
  bool begin_unnamed(std::size_t number) { return begin_member(("value" + std::to_string(number)).c_str()); }
  void end_object(object_state& closing);

  list_state begin_sequence();
  [[nodiscard]] static std::size_t claimed(const list_state&) { return 0; }
  bool more(list_state& list) { return next_or_end(list, ']'); }
  list_state begin_fixed() { return begin_sequence(); }
  void next_fixed(list_state& list);
  void end_fixed(list_state& list);

  template<bool TextKeys>
  list_state begin_map();
  template<bool TextKeys>
  bool more_entries(list_state& list) {
    return next_or_end(list, TextKeys ? '}' : ']');
  }
  template<bool TextKeys>
  void begin_entry() {
    if (!TextKeys) open('[', "expected an array of a key and a value");
  }
  template<bool TextKeys>
  void between() {
    expect(TextKeys ? ':' : ',');
  }
  template<bool TextKeys>
  void end_entry() {
    if (!TextKeys) expect(']');
  }

  std::uint64_t read_variant_index();
  void begin_variant_value();

  [[noreturn]] void fail_at(const char* problem) const;
  void skip_space();
  void open(char bracket, const char* otherwise);
  void expect(char mark);
  bool take(char mark);
  bool take_word(std::string_view word);
  bool next_or_end(list_state& list, char closing);
  whole_number read_whole_number();
  bool read_short_decimal(double& value);
  template<class Real>
  void read_decimal(Real& value);
  void read_string(std::string& out);
  /// A string's content: in place, or in `scratch` when it was spelt with escapes.
  std::string_view read_string_view(std::string& scratch);
  void read_escaped(std::string& out, const char* begin);

  bool find_member(std::string_view name);
  void index_members(object_state& object);
  std::string_view name_as_meant(std::string_view spelt);
  void refuse_repeated(std::span<member> members);
  [[noreturn]] void fail_repeated(std::string_view name);

  const char* begin_;
  const char* at_;
  const char* end_;
  object_state* object_ = nullptr;  // the innermost
  std::vector<member> members_;     // the index: of each indexed object that is open, outermost first
  std::forward_list<std::string> unescaped_;  // names in the index that were spelt with escapes
};

template<class T>
void json_input_archive::read_integer(T& value) {
  const auto [negative, magnitude] = read_whole_number();
  auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
  if (negative) most = std::is_signed_v<T> ? most + 1 : 0;
  if (magnitude > most) fail("an integer out of range");
  value = static_cast<T>(negative ? 0 - magnitude : magnitude);
}

template<class Text>
void json_input_archive::read_text(Text& value) {
  if constexpr (std::is_same_v<Text, std::string>) {
    read_string(value);
  } else {
    std::string scratch;
    value = read_string_view(scratch);
  }
}

template<class Bytes>
void json_input_archive::read_bytes(Bytes& value) {
  std::string scratch;
  const auto text = read_string_view(scratch);
  value.resize(base64_size(text));
  if (!read_base64(text, value)) fail("expected base64");
}

template<class Rep, class Period>
void json_input_archive::read_duration(std::chrono::duration<Rep, Period>& value) {
  Rep count{};
  read(count);
  value = std::chrono::duration<Rep, Period>{count};
}

inline bool json_input_archive::begin_member(const char* name) {
  const std::size_t size = std::strlen(name);  // known to the compiler when the name is a literal
  const char* quote = at_;
  if (!object_->indexed && left() > size + 4) {
    if (!object_->fresh && *quote++ != ',') return find_member({name, size});
    if (quote[0] == '"' && std::memcmp(quote + 1, name, size) == 0 && quote[size + 1] == '"' &&
        quote[size + 2] == ':') {
      at_ = quote + size + 3;
      object_->fresh = false;
      return true;
    }
  }
  return find_member({name, size});
}

template<bool TextKeys>
json_input_archive::list_state json_input_archive::begin_map() {
  open(TextKeys ? '{' : '[', TextKeys ? "expected an object" : "expected an array");
  return {};
}

}  // namespace varve

CEREAL_SETUP_ARCHIVE_TRAITS(varve::json_input_archive, varve::json_output_archive)
