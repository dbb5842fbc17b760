#pragma once

#include <varve/core/archive/shape.hpp>

#include <cereal/cereal.hpp>

namespace varve::detail {

/// Base of the archives. It makes cereal's namespace an associated one, which is where users may keep
/// functions for types that are not theirs (cereal's rule for external functions).
class archive_base : private cereal::access {};

/// Which of cereal's functions a type has for an archive, after cereal's own rules: `Has` and, when the user
/// specialised cereal::specialize, `Chosen`.
template<class T, class Archive, template<class, class> class Has, template<class, class> class Chosen>
inline constexpr bool uses = Has<T, Archive>::value && (Chosen<T, Archive>::value ||
                                                        !cereal::traits::is_specialized<T, Archive>::value);

// clang-format off
namespace traits = cereal::traits;
template<class T, class A> inline constexpr bool has_serialize = uses<T, A, traits::has_member_serialize, traits::is_specialized_member_serialize>;
template<class T, class A> inline constexpr bool has_free_serialize = uses<T, A, traits::has_non_member_serialize, traits::is_specialized_non_member_serialize>;
template<class T, class A> inline constexpr bool has_save = uses<T, A, traits::has_member_save, traits::is_specialized_member_save>;
template<class T, class A> inline constexpr bool has_free_save = uses<T, A, traits::has_non_member_save, traits::is_specialized_non_member_save>;
template<class T, class A> inline constexpr bool has_load = uses<T, A, traits::has_member_load, traits::is_specialized_member_load>;
template<class T, class A> inline constexpr bool has_free_load = uses<T, A, traits::has_non_member_load, traits::is_specialized_non_member_load>;
template<class T, class A> inline constexpr bool has_save_minimal = uses<T, A, traits::has_member_save_minimal, traits::is_specialized_member_save_minimal>;
template<class T, class A> inline constexpr bool has_load_minimal = uses<T, A, traits::has_member_load_minimal, traits::is_specialized_member_load_minimal>;
template<class T, class A> inline constexpr bool has_free_save_minimal = uses<T, A, traits::has_non_member_save_minimal, traits::is_specialized_non_member_save_minimal>;

template<class T, class A> inline constexpr bool has_versioned_save =
    traits::has_member_versioned_serialize<T, A>::value || traits::has_non_member_versioned_serialize<T, A>::value ||
    traits::has_member_versioned_save<T, A>::value || traits::has_non_member_versioned_save<T, A>::value ||
    traits::has_member_versioned_save_minimal<T, A>::value || traits::has_non_member_versioned_save_minimal<T, A>::value;
template<class T, class A> inline constexpr bool has_versioned_load =
    traits::has_member_versioned_serialize<T, A>::value || traits::has_non_member_versioned_serialize<T, A>::value ||
    traits::has_member_versioned_load<T, A>::value || traits::has_non_member_versioned_load<T, A>::value ||
    traits::has_member_versioned_load_minimal<T, A>::value || traits::has_non_member_versioned_load_minimal<T, A>::value;
// clang-format on

/// What `save_minimal` gives for T; void without one. cereal's own for every enum does not count: it would
/// hide whether the enum is safe to read.
template<class T, class Output>
constexpr auto minimal_of() {
  if constexpr (shape_of<T> != shape::user && shape_of<T> != shape::enumeration) {
    return std::type_identity<void>{};
  } else if constexpr (has_save_minimal<T, Output>) {
    return std::type_identity<typename traits::has_member_save_minimal<T, Output>::type>{};
  } else if constexpr (has_free_save_minimal<T, Output>) {
    using given = typename traits::has_non_member_save_minimal<T, Output>::type;
    if constexpr (std::is_enum_v<T>) {
      if constexpr (std::is_same_v<given, std::underlying_type_t<T>>)
        return std::type_identity<void>{};
      else
        return std::type_identity<given>{};
    } else {
      return std::type_identity<given>{};
    }
  } else {
    return std::type_identity<void>{};
  }
}

template<class T, class Output>
using minimal_type = typename decltype(minimal_of<T, Output>())::type;
template<class T, class Output>
inline constexpr bool has_minimal = !std::is_void_v<minimal_type<T, Output>>;

/// Whether JSON writes T as a string, so that a map with such keys can be an object.
template<class T, class Output>
constexpr bool is_text_key() {
  if constexpr (has_minimal<T, Output>) return shape_of<minimal_type<T, Output>> == shape::text;
  constexpr shape s = shape_of<T>;
  return s == shape::text || s == shape::bytes || s == shape::time || s == shape::identity;
}

template<class T, class Archive>
constexpr bool check_savable() {
  static_assert(
      !has_versioned_save<T, Archive>,
      "varve: no class versions: the version stands in an event's name, and old shapes are retired types");
  constexpr int functions = traits::detail::count_output_serializers<T, Archive>::value;
  static_assert(
      functions > 0 || std::is_empty_v<T> || has_versioned_save<T, Archive>,
      "varve: this type has no serialize, save or save_minimal (docs/formats.md lists what needs none)");
  static_assert(
      functions < 2 || has_versioned_save<T, Archive>,
      "varve: this type has several of serialize, save and save_minimal: choose with cereal::specialize");
  return true;
}

template<class T, class Archive>
constexpr bool check_loadable() {
  static_assert(
      !has_versioned_load<T, Archive>,
      "varve: no class versions: the version stands in an event's name, and old shapes are retired types");
  constexpr int functions = traits::detail::count_input_serializers<T, Archive>::value;
  static_assert(
      functions > 0 || std::is_empty_v<T> || has_versioned_load<T, Archive>,
      "varve: this type has no serialize, load or load_minimal (docs/formats.md lists what needs none)");
  static_assert(
      functions < 2 || has_versioned_load<T, Archive>,
      "varve: this type has several of serialize, load and load_minimal: choose with cereal::specialize");
  return true;
}

/// Calls the user's function that writes the members of `value`; none for an empty class.
template<class Archive, class T>
void save_members(Archive& archive, const T& value) {
  static_assert(check_savable<T, Archive>());
  // cereal's rule: `serialize` is one function for both directions and takes a mutable value.
  if constexpr (has_serialize<T, Archive>)
    cereal::access::member_serialize(archive, const_cast<T&>(value));
  else if constexpr (has_free_serialize<T, Archive>)
    CEREAL_SERIALIZE_FUNCTION_NAME(archive, const_cast<T&>(value));
  else if constexpr (has_save<T, Archive>)
    cereal::access::member_save(archive, value);
  else if constexpr (has_free_save<T, Archive>)
    CEREAL_SAVE_FUNCTION_NAME(archive, value);
}

/// Calls the user's function that reads the members of `value`.
template<class Archive, class T>
void load_members(Archive& archive, T& value) {
  static_assert(check_loadable<T, Archive>());
  if constexpr (has_serialize<T, Archive>)
    cereal::access::member_serialize(archive, value);
  else if constexpr (has_free_serialize<T, Archive>)
    CEREAL_SERIALIZE_FUNCTION_NAME(archive, value);
  else if constexpr (has_load<T, Archive>)
    cereal::access::member_load(archive, value);
  else if constexpr (has_free_load<T, Archive>)
    CEREAL_LOAD_FUNCTION_NAME(archive, value);
}

template<class Archive, class T>
auto save_minimal_of(const Archive& archive, const T& value) {
  static_assert(check_savable<T, Archive>());
  if constexpr (has_save_minimal<T, Archive>)
    return cereal::access::member_save_minimal(archive, value);
  else
    return CEREAL_SAVE_MINIMAL_FUNCTION_NAME(archive, value);
}

template<class Archive, class T, class Minimal>
void load_minimal_of(const Archive& archive, T& value, const Minimal& given) {
  static_assert(check_loadable<T, Archive>());
  if constexpr (has_load_minimal<T, Archive>)
    cereal::access::member_load_minimal(archive, value, given);
  else
    CEREAL_LOAD_MINIMAL_FUNCTION_NAME(archive, value, given);
}

template<class T>
inline constexpr bool is_named = std::is_base_of_v<cereal::detail::NameValuePairCore, T>;

template<class T>
inline constexpr bool is_cereal_base = false;
template<class T>
inline constexpr bool is_cereal_base<cereal::base_class<T>> = true;

template<class T>
inline constexpr bool is_machinery = std::is_base_of_v<cereal::detail::DeferredDataCore, T>;
template<class T>
inline constexpr bool is_machinery<cereal::SizeTag<T>> = true;
template<class T>
inline constexpr bool is_machinery<cereal::BinaryData<T>> = true;
template<class T>
inline constexpr bool is_machinery<cereal::virtual_base_class<T>> = true;

/// Refuses what cereal's containers and graphs are made of: it would trust a length or a number from outside.
template<class T>
constexpr bool check_member() {
  static_assert(
      !is_machinery<T>,
      "varve: size tags, binary data, deferred data and virtual bases are not read: hold a standard "
      "container");
  return true;
}

}  // namespace varve::detail
