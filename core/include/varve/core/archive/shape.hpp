#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/time.hpp>
#include <varve/core/uuid.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ratio>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace varve {

/// What an archive makes of a C++ type: the left column of the tables in docs/formats.md. Varve's own
/// archives decide it here, before cereal's overloads are looked at, so that it does not depend on which of
/// cereal's headers are included.
enum class shape {
  boolean,
  integer,
  real,
  enumeration,
  text,
  bytes,
  optional,
  sequence,
  set,
  map,
  array,  ///< of a fixed length
  tuple,
  variant,
  unit,
  duration,
  time,
  identity,
  user,  ///< any other: cereal's functions tell
  none,  ///< no archive takes it
};

namespace detail {

template<class T>
inline constexpr bool is_pointer =
    std::is_pointer_v<T> || std::is_member_pointer_v<T> || std::is_null_pointer_v<T>;
template<class T, class D>
inline constexpr bool is_pointer<std::unique_ptr<T, D>> = true;
template<class T>
inline constexpr bool is_pointer<std::shared_ptr<T>> = true;
template<class T>
inline constexpr bool is_pointer<std::weak_ptr<T>> = true;
template<class T>
inline constexpr bool is_pointer<std::reference_wrapper<T>> = true;

template<class T>
inline constexpr bool is_borrowed_text = false;
template<class Traits>
inline constexpr bool is_borrowed_text<std::basic_string_view<char, Traits>> = true;

/// How many nanoseconds one tick of a clock is.
template<class D>
using nanoseconds_each = std::ratio_divide<typename D::period, std::nano>;
/// Whether nanoseconds can hold each of its ticks.
template<class D>
inline constexpr bool is_exact_time = std::is_integral_v<typename D::rep> && nanoseconds_each<D>::den == 1;

template<class T>
inline constexpr bool is_inexact_time = false;
template<class D>
inline constexpr bool is_inexact_time<std::chrono::sys_time<D>> = !is_exact_time<D>;

template<class T>
constexpr shape simple_shape() {
  if constexpr (is_pointer<T> || is_borrowed_text<T> || std::is_polymorphic_v<T>) return shape::none;
  if constexpr (std::is_arithmetic_v<T> && sizeof(T) > 8) return shape::none;
  if constexpr (std::is_same_v<T, bool>) return shape::boolean;
  if constexpr (std::is_integral_v<T>) return shape::integer;
  if constexpr (std::is_floating_point_v<T>) return shape::real;
  if constexpr (std::is_enum_v<T>) return shape::enumeration;
  return shape::user;
}

template<shape S>
using is_shape = std::integral_constant<shape, S>;

template<class T>
struct shape_trait : is_shape<simple_shape<T>()> {};

template<class Traits, class A>
struct shape_trait<std::basic_string<char, Traits, A>> : is_shape<shape::text> {};
template<class A>
struct shape_trait<std::vector<std::byte, A>> : is_shape<shape::bytes> {};
template<class T>
struct shape_trait<std::optional<T>> : is_shape<shape::optional> {};

template<class T, class A>
struct shape_trait<std::vector<T, A>> : is_shape<shape::sequence> {};
template<class T, class A>
struct shape_trait<std::deque<T, A>> : is_shape<shape::sequence> {};
template<class T, class A>
struct shape_trait<std::list<T, A>> : is_shape<shape::sequence> {};

template<class T, class C, class A>
struct shape_trait<std::set<T, C, A>> : is_shape<shape::set> {};
template<class T, class H, class E, class A>
struct shape_trait<std::unordered_set<T, H, E, A>> : is_shape<shape::set> {};
template<class K, class V, class C, class A>
struct shape_trait<std::map<K, V, C, A>> : is_shape<shape::map> {};
template<class K, class V, class H, class E, class A>
struct shape_trait<std::unordered_map<K, V, H, E, A>> : is_shape<shape::map> {};

template<class T, std::size_t N>
struct shape_trait<std::array<T, N>> : is_shape<shape::array> {};
template<class T, std::size_t N>
struct shape_trait<T[N]> : is_shape<shape::array> {};
template<class A, class B>
struct shape_trait<std::pair<A, B>> : is_shape<shape::tuple> {};
template<class... T>
struct shape_trait<std::tuple<T...>> : is_shape<shape::tuple> {};
template<class... T>
struct shape_trait<std::variant<T...>> : is_shape<shape::variant> {};
template<>
struct shape_trait<std::monostate> : is_shape<shape::unit> {};

template<class R, class P>
struct shape_trait<std::chrono::duration<R, P>> : is_shape<shape::duration> {};
template<class D>
struct shape_trait<std::chrono::sys_time<D>> : is_shape<is_exact_time<D> ? shape::time : shape::none> {};
template<>
struct shape_trait<uuid> : is_shape<shape::identity> {};
template<>
struct shape_trait<event_id> : is_shape<shape::identity> {};
template<>
struct shape_trait<epoch> : is_shape<shape::identity> {};

template<class T>
inline constexpr bool is_maybe_null = std::is_same_v<T, std::monostate>;
template<class T>
inline constexpr bool is_maybe_null<std::optional<T>> = true;

/// Whether every value that the enumeration's integer can hold is a value of the enumeration: only then may
/// one be read from outside.
template<class E>
concept fixed_enum = requires(std::underlying_type_t<E> value) { E{value}; };

template<class E>
constexpr bool check_enum() {
  static_assert(
      fixed_enum<E>,
      "varve: an enum that is read from outside needs a fixed integer: enum class, or enum name : int");
  return true;
}

/// Says in one line why T has no shape.
template<class T>
constexpr bool refuse() {
  static_assert(!is_pointer<T>,
                "varve: a pointer has no shape on disk: hold the value, an optional or a vector");
  static_assert(!std::is_polymorphic_v<T>,
                "varve: a polymorphic type has no shape on disk: hold a std::variant");
  static_assert(!std::is_floating_point_v<T>,
                "varve: long double has no portable shape: use double or an integer");
  static_assert(!std::is_integral_v<T>, "varve: an integer has at most 64 bits");
  static_assert(!is_borrowed_text<T>, "varve: a string_view cannot be read back: use std::string");
  static_assert(!is_inexact_time<T>, "varve: a time has a whole count of a unit that nanoseconds divide");
  return true;
}

/// The same for what an optional holds: `null` would stand for two things.
template<class T>
constexpr bool check_optional() {
  static_assert(!is_maybe_null<T>,
                "varve: an optional of an optional or of monostate cannot be told from an empty one");
  return true;
}

}  // namespace detail

template<class T>
inline constexpr shape shape_of = detail::shape_trait<std::remove_cv_t<T>>::value;

/// Whether a value of that shape may take no bytes at all in binary.
constexpr bool may_be_empty(shape s) {
  return s == shape::user || s == shape::array || s == shape::tuple || s == shape::unit;
}

}  // namespace varve
