#pragma once

#include <varve/core/event_family.hpp>

#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace varve {

/// The domain says no, and why. An ordinary answer, not a failure.
struct rejection {
  std::string reason;
};

/// `return varve::reject("cart is closed");`
[[nodiscard]] inline rejection reject(std::string reason) {
  return {std::move(reason)};
}

/// The command is fine and changes nothing: `return varve::nothing;`
struct nothing_t {
  explicit nothing_t() = default;
};
inline constexpr nothing_t nothing{};

/// Several events on their way into a decision.
template<class... E>
struct accepted {
  std::tuple<E...> events;
};

/// `return varve::accept(checked_out{…}, voucher_used{…});`
template<class... E>
[[nodiscard]] accepted<std::decay_t<E>...> accept(E&&... events) {
  return {{std::forward<E>(events)...}};
}

/// What `decide` answers: events of a family, nothing, or a rejection. Made implicitly from an event, from
/// `accept`, from a vector of events, from `nothing` and from `reject`.
template<event_family F>
class decision {
 public:
  using event = event_of<F>;

  decision(rejection no) : answer_(std::move(no)) {}
  decision(nothing_t) : answer_(std::vector<event>{}) {}
  decision(std::vector<event> events) : answer_(std::move(events)) {}

  template<class E>
    requires std::is_convertible_v<E, event>
  decision(E&& one) : answer_(std::in_place_type<event>, std::forward<E>(one)) {}

  template<class... E>
    requires(std::is_convertible_v<E, event> && ...)
  decision(accepted<E...> several) : answer_(std::in_place_type<std::vector<event>>) {
    auto& events = *std::get_if<std::vector<event>>(&answer_);
    events.reserve(sizeof...(E));
    std::apply([&](E&... one) { (events.emplace_back(std::move(one)), ...); }, several.events);
  }

  /// A decision over another family of the same current events.
  template<event_family G>
    requires(!std::is_same_v<F, G> && std::is_same_v<event, event_of<G>>)
  decision(decision<G> other) : answer_(std::move(other.answer_)) {}

  /// Why the domain said no; null when it did not.
  [[nodiscard]] const rejection* refusal() const { return std::get_if<rejection>(&answer_); }

  /// What happened, in order; empty for `nothing` and for a rejection.
  [[nodiscard]] std::span<const event> events() const& {
    if (const auto* one = std::get_if<event>(&answer_)) return {one, 1};
    if (const auto* several = std::get_if<std::vector<event>>(&answer_)) return *several;
    return {};
  }
  void events() && = delete;

 private:
  template<event_family G>
  friend class decision;

  std::variant<event, std::vector<event>, rejection> answer_;
};

}  // namespace varve
