#pragma once

#include <varve/core/family_fingerprint.hpp>
#include <varve/projections/detail/keyed_projection.hpp>
#include <varve/projections/detail/projection_group.hpp>
#include <varve/projections/detail/sql_projection.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

namespace varve {
namespace detail {

template<class View, class Database>
consteval bool is_one_kind() {
  if constexpr (sql_database<Database>)
    return !applies_any<View, typename Database::transaction, events_of<View>>;
  else
    return true;
}

/// A `create` that cannot be called would be passed over.
template<class View, class Database>
consteval bool creates_here() {
  if constexpr (sql_database<Database>)
    return creates<View, typename Database::transaction> || !names_create<View>;
  else
    return true;
}

template<class P, class Database>
consteval bool projection_is_good() {
  if constexpr (!projection_is_named<P>()) {
    return false;
  } else if constexpr (!keyed<P>) {
    return sql_projection_is_good<P, Database>();
  } else {
    constexpr bool one_kind = is_one_kind<P, Database>();
    static_assert(one_kind,
                  "varve: a projection either writes SQL (apply) or is a keyed view (row, key_of, evolve)");
    constexpr bool here = creates_here<P, Database>();
    static_assert(here,
                  "varve: the keyed view's create takes the transaction of another database than the one it "
                  "is kept in");
    return one_kind && here && keyed_view_is_good<P>();
  }
}

/// What it handles; nothing for what is no projection, of which the rules tell.
template<class P>
struct listed_events {
  using type = events<>;
};
template<lists_events P>
struct listed_events<P> {
  using type = typename P::events;
};

/// The events of all of them, so that each is decoded once.
template<class... P>
using joined_events = events<typename listed_events<P>::type...>;

template<class P, class Database, event_family F>
using body_of =
    std::conditional_t<keyed<P>, keyed_projection<P, Database, F>, sql_projection<P, Database, F>>;

template<class P, class Database, event_family F>
projection_description describe(const P& projection) {
  projection_description of;
  of.name = P::name;
  of.version = P::version;
  of.partitions = partitions_of<P>();
  of.fingerprint = family_fingerprint<typename P::events>(P::name, static_cast<std::uint64_t>(P::version));
  for (const auto name : event_names<typename P::events>()) of.events.emplace_back(name);
  of.make = [projection] { return std::make_unique<body_of<P, Database, F>>(projection); };
  return of;
}

}  // namespace detail

/// Keeps read models in step with a log. Takes one projection or several, which are then fed from one read,
/// each event decoded once; what a projection is stands in docs/reference/projections.md.
///
///     varve::projector sales{store, read_model, cart::sales{}};
///     sales.poll();                                                        // to the head, now
///     std::jthread live{[&](std::stop_token stop) { sales.run(stop); }};   // follow until told to stop
///
/// Rows and checkpoint are written in one transaction, so each event has its effect exactly once, whatever
/// crashes; a runner that was overtaken by another writes nothing. A projection that fails or is slow holds
/// no other back. Refers to store, database and the environment's parts, which must outlive it. `poll` and
/// `run` belong to one thread at a time; everything else may be called from any thread.
template<class Database, class... Projections>
class projector {
  static_assert(std::derived_from<Database, read_model>,
                "varve: a projector needs a database for read models");
  static_assert(sizeof...(Projections) > 0, "varve: a projector needs a projection");

 public:
  projector(event_store& log, Database& model, Projections... projections)
      : projector(log, model, projector_options{}, std::move(projections)...) {}
  projector(event_store& log, Database& model, projector_options how, Projections... projections)
      : group_(make(log, model, how, projections...)) {}

  /// Folds everything up to the head as it is now and answers with how far it came: what a test wants. Throws
  /// `failure` when a projection could not go on; the others have gone on.
  token poll() { return group_.poll().value(); }
  [[nodiscard]] result<token> try_poll() { return group_.poll(); }

  /// Follows the log until told to stop; what may pass is tried again after a back-off. Several projections
  /// run on a thread each. Ends when all have ended, and answers with the first failure that stopped one.
  /// Never throws.
  std::optional<error> run(std::stop_token stop) { return group_.run(std::move(stop)); }

  /// Builds the next generation beside the live one, catches up and switches; goes on with what an earlier
  /// rebuild by the same code left unfinished. Told to stop it ends with `stopped`, to be gone on with later.
  /// Throws `failure`: newer code is live, or a plain name is not ours.
  void rebuild(const rebuild_watcher& watch = {}, std::stop_token stop = {}) {
    group_.rebuild(std::nullopt, watch, std::move(stop)).value();
  }
  /// The same for the one of that name.
  void rebuild(std::string_view projection, const rebuild_watcher& watch = {}, std::stop_token stop = {}) {
    group_.rebuild(projection, watch, std::move(stop)).value();
  }

  /// Shows the previous generation again, after catching it up. Throws `failure` when there is none, or when
  /// it lies behind and was built by other code, which alone can catch it up.
  void roll_back() { group_.roll_back(std::nullopt).value(); }
  void roll_back(std::string_view projection) { group_.roll_back(projection).value(); }

  /// Gives the previous generation up, for its space.
  void drop_previous() { group_.drop_previous(std::nullopt).value(); }
  void drop_previous(std::string_view projection) { group_.drop_previous(projection).value(); }

  /// Waits until what readers see holds everything up to `place`: what a command answered. Some runner, here
  /// or in another process, must be running. `timeout` says how far it has come; a projection that stopped
  /// here answers with its failure at once.
  [[nodiscard]] result<token> wait_for(const token& place, std::chrono::nanoseconds timeout) {
    return group_.wait_for(place, timeout, std::nullopt);
  }
  /// The same for one key, which is done earlier where projections are partitioned: waits only for the ranges
  /// that hold its slice (`slice_of` a stream's name or another text, `slice_of_key` of a row's key).
  [[nodiscard]] result<token> wait_for(const token& place, std::chrono::nanoseconds timeout,
                                       std::int64_t slice) {
    return group_.wait_for(place, timeout, slice);
  }

  /// How each projection stands, in the order given.
  [[nodiscard]] result<std::vector<projection_status>> status() { return group_.status(); }

 private:
  using family = detail::joined_events<Projections...>;

  static detail::projection_group make(event_store& log, Database& model, const projector_options& how,
                                       const Projections&... projections) {
    if constexpr ((detail::projection_is_good<Projections, Database>() & ...)) {
      std::vector<detail::projection_description> all{
          detail::describe<Projections, Database, family>(projections)...};
      return {log, model, std::move(all), &detail::decode_page<family>, how};
    }
  }

  detail::projection_group group_;
};

template<class Database, class... Projections>
projector(event_store&, Database&, Projections...) -> projector<Database, Projections...>;
template<class Database, class... Projections>
projector(event_store&, Database&, projector_options, Projections...) -> projector<Database, Projections...>;

}  // namespace varve
