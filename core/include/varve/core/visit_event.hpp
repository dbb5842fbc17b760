#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/event_names.hpp>
#include <varve/core/only.hpp>
#include <varve/core/recorded.hpp>
#include <varve/core/result.hpp>

#include <array>
#include <type_traits>
#include <utility>
#include <variant>

namespace varve {
namespace detail {

[[nodiscard]] error unknown_event(const event_view& view);
/// The codec's complaint with the event's name and place before it.
[[nodiscard]] error undecodable_event(const event_view& view, const error& why);

template<class Visitor, class E>
consteval bool visitor_takes() {
  constexpr bool takes = std::is_invocable_v<Visitor&, recorded<E>>;
  static_assert(takes,
                "varve: the visitor does not take const varve::recorded<E>& for an event of the family");
  if constexpr (takes) {
    using answer = std::invoke_result_t<Visitor&, recorded<E>>;
    constexpr bool good = std::is_void_v<answer> || std::is_same_v<answer, result<void>>;
    static_assert(good, "varve: a visitor answers void or varve::result<void>");
    return good;
  }
  return false;
}

/// One event on its way through decoding and upcasting to the visitor.
template<event_family F, class Visitor>
class delivery {
 public:
  delivery(const event_view& view, Visitor& visitor) : view_(view), visitor_(visitor) {}

  template<class Shape>
  result<void> decode() {
    if constexpr (contains<Shape, typename members<F>::current>) {
      auto event = recorded_access::undecoded<Shape>(view_);
      if (auto done = varve::decode(view_.data, view_.content_type, recorded_access::event(event)); !done)
        return undecodable_event(view_, done.error());
      return give(std::move(event));
    } else {
      Shape shape{};
      if (auto done = varve::decode(view_.data, view_.content_type, shape); !done)
        return undecodable_event(view_, done.error());
      return take(std::move(shape));
    }
  }

 private:
  template<class X>
  result<void> take(X&& value) {
    if constexpr (contains<X, typename members<F>::current>) {
      return give(recorded<X>{std::move(value), view_, part_++});
    } else if constexpr (contains<X, typename family_shapes<F>::retired>) {
      return take(call_upcast(std::move(value)));
    } else {
      static_assert(contains<X, typename members<F>::other>);
      ++part_;  // an event that `only` leaves aside keeps its number
      return {};
    }
  }

  template<class... X>
  result<void> take(std::variant<X...>&& value) {
    return std::visit([this](auto&& one) { return this->take(std::forward<decltype(one)>(one)); },
                      std::move(value));
  }

  template<class X>
  result<void> take(parts<X>&& several) {
    for (X& one : several)
      if (auto done = take(std::move(one)); !done) return done;
    return {};
  }

  result<void> take(dropped&&) { return {}; }

  template<class E>
  result<void> give(recorded<E>&& event) {
    if constexpr (!visitor_takes<Visitor, E>()) {
      return {};
    } else if constexpr (std::is_void_v<std::invoke_result_t<Visitor&, recorded<E>>>) {
      visitor_(std::move(event));
      return {};
    } else {
      return visitor_(std::move(event));
    }
  }

  const event_view& view_;
  Visitor& visitor_;
  int part_ = 0;
};

template<event_family F, class Visitor, class... Shapes>
constexpr auto decoders(type_list<Shapes...>) {
  using decoder = result<void> (*)(delivery<F, Visitor>&);
  return std::array<decoder, sizeof...(Shapes)>{
      [](delivery<F, Visitor>& on_its_way) { return on_its_way.template decode<Shapes>(); }...};
}

}  // namespace detail

/// Decodes an event and calls `visitor(const recorded<E>&)` with it, upcasting retired shapes: once for each
/// part, in order; not at all for what an upcaster dropped. A visitor that wants to keep the event takes
/// `recorded<E>&&`. `unknown_event` when its name is not in the
/// family, `undecodable` when its data do not fit; both name type, stream and position. A visitor answers
/// void or `result<void>`, whose error ends the visit. Exceptions of visitor and upcasters pass through.
/// Allocates nothing of its own.
template<event_family F, class Visitor>
result<void> visit_event(const event_view& view, Visitor&& visitor) {
  using visitor_type = std::remove_reference_t<Visitor>;
  static constexpr auto table = detail::decoders<F, visitor_type>(detail::shapes_of<F>{});
  const auto index = detail::shape_index<F>(view.type);
  if (!index) return detail::unknown_event(view);
  detail::delivery<F, visitor_type> on_its_way{view, visitor};
  return table[*index](on_its_way);
}

}  // namespace varve
