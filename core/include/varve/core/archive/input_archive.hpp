#pragma once

#include <varve/core/archive/archive_error.hpp>
#include <varve/core/archive/member_path.hpp>
#include <varve/core/archive/user_type.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace varve {

/// What the archives that read share: cereal's interface towards the user's types (`ar(…)`, `ar & x`, `ar >>
/// x`), and the walk through every other type. `Archive` says how each shape is read, `Output` is its
/// counterpart. At the root, `ar(value)` reads the whole input as that one value; inside a type, its members.
/// Containers are emptied first and grow as their elements arrive: no length from outside is believed. Throws
/// archive_error; then what was being read holds something valid but unspecified.
template<class Archive, class Output>
class input_archive : public detail::archive_base {
 public:
  using is_loading = std::true_type;
  using is_saving = std::false_type;

  template<class... T>
  Archive& operator()(T&&... values) {
    (take(values), ...);
    return self();
  }
  template<class T>
  Archive& operator&(T&& value) {
    return (*this)(value);
  }
  template<class T>
  Archive& operator>>(T&& value) {
    return (*this)(value);
  }

  [[nodiscard]] const member_path& path() const { return path_; }

 private:
  friend Archive;

  input_archive() = default;

  template<class T>
  void read(T& value) {
    constexpr shape is = shape_of<T>;
    static_assert(!std::is_const_v<T>, "varve: a constant cannot be read into");
    if constexpr (detail::has_minimal<T, Output>)
      read_minimal(value);
    else if constexpr (is == shape::none)
      static_assert(detail::refuse<T>());
    else if constexpr (is == shape::boolean)
      self().read_boolean(value);
    else if constexpr (is == shape::integer)
      self().read_integer(value);
    else if constexpr (is == shape::real)
      self().read_real(value);
    else if constexpr (is == shape::enumeration)
      read_enumeration(value);
    else if constexpr (is == shape::text)
      self().read_text(value);
    else if constexpr (is == shape::bytes)
      self().read_bytes(value);
    else if constexpr (is == shape::optional)
      read_optional(value);
    else if constexpr (is == shape::sequence)
      read_sequence(value);
    else if constexpr (is == shape::set)
      read_set(value);
    else if constexpr (is == shape::map)
      read_map(value);
    else if constexpr (is == shape::array)
      read_array(value);
    else if constexpr (is == shape::tuple)
      read_tuple(value);
    else if constexpr (is == shape::variant)
      read_variant(value);
    else if constexpr (is == shape::unit)
      self().read_nothing();
    else if constexpr (is == shape::duration)
      self().read_duration(value);
    else if constexpr (is == shape::time)
      read_time(value);
    else if constexpr (is == shape::identity)
      read_identity(value);
    else
      read_object(value);
  }

  [[noreturn]] static void fail(const char* problem) { throw archive_error{problem}; }

  void enter() {
    if (!path_.enter()) fail("nested deeper than 32");
  }
  void leave() { path_.leave(); }

  Archive& self() { return static_cast<Archive&>(*this); }

  template<class T>
  void take(T& value) {
    if constexpr (detail::is_machinery<T>)
      static_assert(detail::check_member<T>());
    else if constexpr (detail::is_named<T>)
      read_member(value.name, value.value);
    else if constexpr (detail::is_cereal_base<T>)
      read_unnamed(*value.base_ptr);
    else
      read_unnamed(value);
  }

  template<class T>
  void read_root(T& value) {
    self().begin_input();
    read(value);
    self().end_input();
  }

  template<class T>
  void read_member(const char* name, T& value) {
    if (path_.depth() == 0) return read_root(value);
    path_.at_member(name);
    if (self().begin_member(name)) read(value);
    path_.at_none();
  }

  template<class T>
  void read_unnamed(T& value) {
    if (path_.depth() == 0) return read_root(value);
    if (self().begin_unnamed(path_.at_unnamed())) read(value);
    path_.at_none();
  }

  template<class T>
  void read_minimal(T& value) {
    detail::minimal_type<T, Output> given{};
    read(given);
    detail::load_minimal_of(self(), value, given);
  }

  template<class T>
  void read_enumeration(T& value) {
    static_assert(detail::check_enum<T>());
    std::underlying_type_t<T> number{};
    read(number);
    value = static_cast<T>(number);
  }

  template<class T>
  void read_object(T& value) {
    enter();
    typename Archive::object_state object;
    self().begin_object(object);
    detail::load_members(self(), value);
    self().end_object(object);
    leave();
  }

  template<class T>
  void read_optional(T& value) {
    static_assert(detail::check_optional<typename T::value_type>());
    if (self().read_presence())
      read(value.emplace());
    else
      value.reset();
  }

  /// One element of many. Each must use up some input, or a count could ask for any number of them.
  template<class T>
  void read_element(T& value) {
    const auto before = self().left();
    read(value);
    if (may_be_empty(shape_of<T>) && self().left() == before)
      fail("an element that takes no bytes cannot be counted");
  }

  /// How much memory a count may ask for before its elements are there.
  static constexpr std::size_t on_trust = std::size_t{64} * 1024;

  template<class C>
  void read_sequence(C& elements) {
    elements.clear();
    enter();
    typename Archive::list_state list = self().begin_sequence();
    if constexpr (requires { elements.reserve(1); })
      elements.reserve(std::min(self().claimed(list), on_trust / sizeof(typename C::value_type)));
    for (std::size_t index = 0; self().more(list); ++index) {
      path_.at_element(index);
      if constexpr (std::is_same_v<typename C::reference, typename C::value_type&>) {
        read_element(elements.emplace_back());
      } else {
        typename C::value_type element{};  // of std::vector<bool>
        read_element(element);
        elements.push_back(element);
      }
    }
    leave();
  }

  template<class C>
  void read_set(C& elements) {
    elements.clear();
    enter();
    typename Archive::list_state list = self().begin_sequence();
    for (std::size_t index = 0; self().more(list); ++index) {
      path_.at_element(index);
      typename C::value_type element{};
      read_element(element);
      if (!elements.insert(std::move(element)).second) fail("stands twice in a set");
    }
    leave();
  }

  template<class M>
  void read_map(M& map) {
    constexpr bool text_keys = detail::is_text_key<typename M::key_type, Output>();
    map.clear();
    enter();
    typename Archive::list_state list = self().template begin_map<text_keys>();
    for (std::size_t index = 0; self().template more_entries<text_keys>(list); ++index) {
      path_.at_element(index);
      const auto before = self().left();
      read_entry<text_keys>(map);
      if (self().left() == before) fail("an element that takes no bytes cannot be counted");
    }
    leave();
  }

  template<bool TextKeys, class M>
  void read_entry(M& map) {
    if constexpr (!TextKeys) enter();
    typename M::key_type key{};
    self().template begin_entry<TextKeys>();
    read(key);
    const auto [entry, added] = map.try_emplace(std::move(key));
    if (!added) fail("its key stands twice in a map");
    self().template between<TextKeys>();
    read(entry->second);
    self().template end_entry<TextKeys>();
    if constexpr (!TextKeys) leave();
  }

  template<class C>
  void read_array(C& elements) {
    enter();
    typename Archive::list_state list = self().begin_fixed();
    std::size_t index = 0;
    for (auto& element : elements) {
      path_.at_element(index++);
      self().next_fixed(list);
      read(element);
    }
    self().end_fixed(list);
    leave();
  }

  template<class C>
  void read_tuple(C& elements) {
    enter();
    typename Archive::list_state list = self().begin_fixed();
    std::size_t index = 0;
    const auto one = [&](auto& element) {
      path_.at_element(index++);
      self().next_fixed(list);
      read(element);
    };
    std::apply([&](auto&... each) { (one(each), ...); }, elements);
    self().end_fixed(list);
    leave();
  }

  template<class V>
  void read_variant(V& value) {
    enter();
    typename Archive::object_state object;
    self().begin_object(object);
    path_.at_member("index");
    const std::uint64_t index = self().read_variant_index();
    path_.at_member("value");
    self().begin_variant_value();
    read_alternative(value, index, std::make_index_sequence<std::variant_size_v<V>>{});
    path_.at_none();
    self().end_object(object);
    leave();
  }

  template<class V, std::size_t... I>
  void read_alternative(V& value, std::uint64_t index, std::index_sequence<I...>) {
    if (index >= sizeof...(I)) fail("the variant has no alternative of that index");
    (void)((I == index && (read(value.template emplace<I>()), true)) || ...);
  }

  template<class D>
  void read_time(std::chrono::sys_time<D>& value) {
    constexpr std::int64_t unit = detail::nanoseconds_each<D>::num;
    timestamp at;
    self().read_timestamp(at);
    const std::int64_t count = at.time_since_epoch().count();
    if (count % unit != 0) fail("a time finer than its type holds");
    if (!std::in_range<typename D::rep>(count / unit)) fail("a time out of the range of its type");
    value = std::chrono::sys_time<D>{D{static_cast<typename D::rep>(count / unit)}};
  }

  template<class T>
  void read_identity(T& id) {
    if constexpr (std::is_same_v<T, uuid>)
      self().read_uuid(id);
    else
      self().read_uuid(id.value);
  }

  member_path path_;
};

}  // namespace varve
