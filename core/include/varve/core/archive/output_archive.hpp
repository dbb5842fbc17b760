#pragma once

#include <varve/core/archive/archive_error.hpp>
#include <varve/core/archive/member_path.hpp>
#include <varve/core/archive/user_type.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace varve {

/// What the archives that write share: cereal's interface towards the user's types (`ar(…)`, `ar & x`, `ar <<
/// x`), and the walk through every other type. `Archive` says how each shape is written. Appends to a string
/// that it refers to. At the root, `ar(value)` writes that one value; inside a type, its members. Throws
/// archive_error.
template<class Archive>
class output_archive : public detail::archive_base {
 public:
  using is_loading = std::false_type;
  using is_saving = std::true_type;

  template<class... T>
  Archive& operator()(const T&... values) {
    (give(values), ...);
    return self();
  }
  template<class T>
  Archive& operator&(const T& value) {
    return (*this)(value);
  }
  template<class T>
  Archive& operator<<(const T& value) {
    return (*this)(value);
  }

  [[nodiscard]] const member_path& path() const { return path_; }

 private:
  friend Archive;

  explicit output_archive(std::string& out) : out_(out) {}

  template<class T>
  void write(const T& value) {
    constexpr shape is = shape_of<T>;
    if constexpr (detail::has_minimal<T, Archive>)
      write(detail::save_minimal_of(self(), value));
    else if constexpr (is == shape::none)
      static_assert(detail::refuse<T>());
    else if constexpr (is == shape::boolean)
      self().write_boolean(value);
    else if constexpr (is == shape::integer)
      self().write_integer(value);
    else if constexpr (is == shape::real)
      self().write_real(value);
    else if constexpr (is == shape::enumeration)
      write_enumeration(value);
    else if constexpr (is == shape::text)
      self().write_text({value.data(), value.size()});
    else if constexpr (is == shape::bytes)
      self().write_bytes(value);
    else if constexpr (is == shape::optional)
      write_optional(value);
    else if constexpr (is == shape::sequence)
      write_sequence(value);
    else if constexpr (is == shape::set)
      write_set(value);
    else if constexpr (is == shape::map)
      write_map(value);
    else if constexpr (is == shape::array)
      write_array(value);
    else if constexpr (is == shape::tuple)
      write_tuple(value);
    else if constexpr (is == shape::variant)
      write_variant(value);
    else if constexpr (is == shape::unit)
      self().write_nothing();
    else if constexpr (is == shape::duration)
      self().write_duration(value);
    else if constexpr (is == shape::time)
      self().write_time(to_timestamp(value));
    else if constexpr (is == shape::identity)
      write_identity(value);
    else
      write_object(value);
  }

  [[noreturn]] static void fail(const char* problem) { throw archive_error{problem}; }

  void enter() {
    if (!path_.enter()) fail("nested deeper than 32");
  }
  void leave() { path_.leave(); }

  Archive& self() { return static_cast<Archive&>(*this); }

  template<class T>
  void give(const T& value) {
    if constexpr (detail::is_machinery<T>)
      static_assert(detail::check_member<T>());
    else if constexpr (detail::is_named<T>)
      write_member(value.name, value.value);
    else if constexpr (detail::is_cereal_base<T>)
      write_unnamed(*value.base_ptr);
    else
      write_unnamed(value);
  }

  template<class T>
  void write_member(const char* name, const T& value) {
    if (path_.depth() == 0) return write(value);
    path_.at_member(name);
    self().begin_member(name);
    write(value);
    path_.at_none();
  }

  template<class T>
  void write_unnamed(const T& value) {
    if (path_.depth() == 0) return write(value);
    self().begin_unnamed(path_.at_unnamed());
    write(value);
    path_.at_none();
  }

  template<class T>
  void write_enumeration(T value) {
    static_assert(detail::check_enum<T>());
    self().write_integer(static_cast<std::underlying_type_t<T>>(value));
  }

  template<class T>
  void write_object(const T& value) {
    const std::size_t begin = out_.size();
    enter();
    self().begin_object();
    detail::save_members(self(), value);
    self().template end_object<T>(begin);
    leave();
  }

  template<class T>
  void write_optional(const T& value) {
    static_assert(detail::check_optional<typename T::value_type>());
    self().write_presence(value.has_value());
    if (value) write(*value);
  }

  /// One element of many: its count stands before it, so it must take part in the bytes that a reader can
  /// check that count against.
  template<class T>
  void write_element(const T& value) {
    const std::size_t before = out_.size();
    write(value);
    if (may_be_empty(shape_of<T>) && out_.size() == before)
      fail("an element that takes no bytes cannot be counted");
  }

  template<class C>
  void write_sequence(const C& elements) {
    enter();
    self().begin_sequence(elements.size());
    std::size_t index = 0;
    for (const typename C::value_type& element : elements) {
      path_.at_element(index);
      self().begin_element(index++);
      write_element(element);
    }
    self().end_sequence();
    leave();
  }

  template<class C>
  void write_set(const C& elements) {
    if constexpr (requires { typename C::hasher; }) {
      enter();
      self().begin_sequence(elements.size());
      write_sorted(elements, [this](const auto& element) { this->write_element(element); });
      self().end_sequence();
      leave();
    } else {
      write_sequence(elements);
    }
  }

  template<class M>
  void write_map(const M& map) {
    constexpr bool text_keys = detail::is_text_key<typename M::key_type, Archive>();
    enter();
    self().template begin_map<text_keys>(map.size());
    if constexpr (requires { typename M::hasher; }) {
      write_sorted(map, [this](const auto& entry) { this->template write_entry<text_keys>(entry); });
    } else {
      std::size_t index = 0;
      for (const auto& entry : map) {
        path_.at_element(index);
        self().begin_element(index++);
        write_entry<text_keys>(entry);
      }
    }
    self().template end_map<text_keys>();
    leave();
  }

  template<bool TextKeys, class Entry>
  void write_entry(const Entry& entry) {
    if constexpr (!TextKeys) enter();
    const std::size_t before = out_.size();
    self().template begin_entry<TextKeys>();
    write(entry.first);
    self().template between<TextKeys>();
    write(entry.second);
    self().template end_entry<TextKeys>();
    if (out_.size() == before) fail("an element that takes no bytes cannot be counted");
    if constexpr (!TextKeys) leave();
  }

  /// Unordered containers are written in the bytewise order of their elements' written form: equal values
  /// must give equal data, or a repeated append would not be known again.
  template<class C, class Write>
  void write_sorted(const C& elements, Write&& write_one) {
    std::vector<std::string> written;
    for (const auto& element : elements) {
      const std::size_t before = out_.size();
      path_.at_element(written.size());
      write_one(element);
      written.push_back(out_.substr(before));
      out_.resize(before);
    }
    std::ranges::sort(written);
    for (std::size_t index = 0; index < written.size(); ++index) {
      self().begin_element(index);
      out_ += written[index];
    }
  }

  template<class C>
  void write_array(const C& elements) {
    enter();
    self().begin_fixed();
    std::size_t index = 0;
    for (const auto& element : elements) {
      path_.at_element(index);
      self().begin_element(index++);
      write(element);
    }
    self().end_fixed();
    leave();
  }

  template<class C>
  void write_tuple(const C& elements) {
    enter();
    self().begin_fixed();
    std::size_t index = 0;
    const auto one = [&](const auto& element) {
      path_.at_element(index);
      self().begin_element(index++);
      write(element);
    };
    std::apply([&](const auto&... each) { (one(each), ...); }, elements);
    self().end_fixed();
    leave();
  }

  template<class V>
  void write_variant(const V& value) {
    if (value.valueless_by_exception()) fail("a variant without a value");
    enter();
    self().begin_variant(value.index());
    path_.at_member("value");
    std::visit([this](const auto& alternative) { this->write(alternative); }, value);
    self().end_variant();
    leave();
  }

  template<class D>
  static timestamp to_timestamp(std::chrono::sys_time<D> at) {
    std::int64_t count = 0;
    if (__builtin_mul_overflow(at.time_since_epoch().count(), detail::nanoseconds_each<D>::num, &count))
      fail("a time outside 1677 to 2262");
    return timestamp{std::chrono::nanoseconds{count}};
  }

  template<class T>
  void write_identity(const T& id) {
    if constexpr (std::is_same_v<T, uuid>)
      self().write_uuid(id);
    else
      self().write_uuid(id.value);
  }

  std::string& out_;
  member_path path_;
};

}  // namespace varve
