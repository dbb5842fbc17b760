#pragma once

#include <varve/core/detail/family_rules.hpp>
#include <varve/core/recorded.hpp>
#include <varve/eventstore/slice.hpp>
#include <varve/projections/read_model.hpp>
#include <varve/projections/table_names.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace varve::detail {

template<class D>
concept sql_database = std::derived_from<D, read_model> && requires(read_model_session& begun) {
  { D::transaction_of(begun) } -> std::same_as<typename D::transaction&>;
};

template<class P>
concept named = requires {
  { P::name } -> std::convertible_to<std::string_view>;
};
template<class P>
concept versioned = requires {
  { P::version } -> std::convertible_to<std::int64_t>;
};
template<class P>
concept lists_events = requires { requires event_family<typename P::events>; };

/// A projection is a keyed view when it says what its rows are; otherwise it writes SQL.
template<class P>
concept keyed = requires { typename P::row; };

template<class P>
using events_of = typename members<typename P::events>::current;

/// How many ranges of slices a projection is cut into.
template<class P>
consteval std::int64_t partitions_of() {
  if constexpr (requires { std::int64_t{P::partitions}; })
    return P::partitions;
  else
    return 1;
}

/// What must hold for every projection. Each rule has one sentence, so that a wrong program gets one.
template<class P>
consteval bool projection_is_named() {
  static_assert(named<P>, "varve: a projection needs a static constexpr std::string_view name");
  static_assert(versioned<P>, "varve: a projection needs a static constexpr int version");
  static_assert(lists_events<P>,
                "varve: a projection needs `using events = varve::events<...>`, what it handles");
  static_assert(std::is_copy_constructible_v<P>, "varve: a projection is copied for each generation");
  if constexpr (named<P> && versioned<P> && lists_events<P> && std::is_copy_constructible_v<P>) {
    constexpr std::string_view name = P::name;
    constexpr bool good = is_name(name) && !is_reserved(name);
    static_assert(good,
                  "varve: a projection's name is valid UTF-8 of 1 to 255 bytes that does not begin with $");
    static_assert(P::version >= 0, "varve: a projection's version is not negative");
    constexpr bool cut = std::has_single_bit(static_cast<std::uint64_t>(partitions_of<P>())) &&
                         partitions_of<P>() <= slice_count;
    static_assert(cut, "varve: a projection's partitions are a power of two from 1 to 1024");
    return good && P::version >= 0 && cut && family_is_good<typename P::events>();
  }
  return false;
}

template<class P, class Transaction, class E>
concept applies =
    requires(P& projection, Transaction& tx, const recorded<E>& event) { projection.apply(tx, event); };
template<class P, class Transaction>
concept creates = requires(P& projection, Transaction& tx) { projection.create(tx); };

/// Whether it has a `create`, for whatever it may be called with.
template<class P>
concept names_create = requires { &P::create; };

/// Whether it has an `apply` for some event.
template<class P, class Transaction, class List>
inline constexpr bool applies_any = false;
template<class P, class Transaction, class... E>
inline constexpr bool applies_any<P, Transaction, type_list<E...>> = (applies<P, Transaction, E> || ...);

/// A projection that writes SQL may choose the text by which an event belongs to a range; else it is the name
/// of its stream.
template<class P, class E>
concept keys_partition_by_event = requires(P& projection, const E& event) {
  { projection.partition_key(event) } -> std::convertible_to<std::string_view>;
};
template<class P, class E>
concept keys_partition_by_recorded = requires(P& projection, const recorded<E>& event) {
  { projection.partition_key(event) } -> std::convertible_to<std::string_view>;
};
template<class P, class List>
inline constexpr bool keys_any_partition = false;
template<class P, class... E>
inline constexpr bool keys_any_partition<P, type_list<E...>> =
    ((keys_partition_by_event<P, E> || keys_partition_by_recorded<P, E>) || ...);

template<class P, class Transaction, class E>
consteval bool apply_is_good() {
  static_assert(applies<P, Transaction, E>,
                "varve: an event of the projection has no apply(transaction&, const varve::recorded<E>&)");
  return applies<P, Transaction, E>;
}

template<class P, class Transaction, class... E>
consteval bool all_apply(type_list<E...>) {
  return (apply_is_good<P, Transaction, E>() & ... & true);
}

template<class P, class Database>
consteval bool sql_projection_is_good() {
  static_assert(sql_database<Database>,
                "varve: a projection that writes SQL needs a database with transactions");
  if constexpr (sql_database<Database>) {
    using transaction = typename Database::transaction;
    static_assert(creates<P, transaction>,
                  "varve: a projection that writes SQL makes its tables in create(transaction&)");
    return creates<P, transaction> & all_apply<P, transaction>(events_of<P>{});
  }
  return false;
}

}  // namespace varve::detail
