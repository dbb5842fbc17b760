#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/decider.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Tests of a decider without a store:
///
///     given<carts>({item_added{"apple", 3}}).when(check_out{}).then({checked_out{3}});
///
/// Each step has only what may follow it. A mismatch throws, which every test framework reports.
namespace varve::testing {

/// The decision was another than the test states; `what()` shows both.
class mismatch : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

namespace detail {

/// Lines are compared and shown: an event as its name and its JSON.
using lines = std::vector<std::string>;

void demand_equal(const lines& given, const lines& expected, const lines& decided);

template<class Event>
std::string line_of(const Event& event) {
  std::string json;
  const auto encoded = std::visit([&](const auto& one) { return encode(one, format::json, json); }, event);
  const std::string_view name =
      std::visit([](const auto& one) { return std::string_view(one.event_name); }, event);
  return std::string(name) + ' ' + (encoded ? json : "(cannot be written: " + encoded.error().message + ')');
}

template<class Events>
lines lines_of(const Events& events) {
  lines out;
  for (const auto& event : events) out.push_back(line_of(event));
  return out;
}

inline lines rejected(std::string_view reason) {
  return {"rejected: " + std::string(reason)};
}
inline lines nothing() {
  return {"nothing"};
}

template<class Decision>
lines lines_of_decision(const Decision& decided) {
  if (const auto* refusal = decided.refusal()) return rejected(refusal->reason);
  return decided.events().empty() ? nothing() : lines_of(decided.events());
}

}  // namespace detail

/// A decision that was made, to be compared with what it should be. Events are compared by their name and
/// their JSON.
template<class Decider>
class decided {
 public:
  using event = event_of<typename Decider::family>;

  decided(detail::lines given, detail::lines made) : given_(std::move(given)), made_(std::move(made)) {}

  /// Exactly these events, in this order.
  void then(const std::vector<event>& events) const {
    detail::demand_equal(given_, detail::lines_of(events), made_);
  }
  void then_nothing() const { detail::demand_equal(given_, detail::nothing(), made_); }
  void then_rejected(std::string_view reason) const {
    detail::demand_equal(given_, detail::rejected(reason), made_);
  }

 private:
  detail::lines given_;
  detail::lines made_;
};

/// What has happened before a command.
template<class Decider>
class history {
 public:
  using event = event_of<typename Decider::family>;

  explicit history(const std::vector<event>& events) : given_(detail::lines_of(events)) {
    for (const auto& one : events) std::visit([this](const auto& e) { evolve_state(state_, e); }, one);
  }

  /// Decides a command; an exception out of `decide` passes through.
  template<class Command>
  [[nodiscard]] decided<Decider> when(const Command& command) const {
    static_assert(varve::detail::command_is_good<Decider, Command>());
    return {given_, detail::lines_of_decision(varve::detail::call_decide<Decider>(command, state_))};
  }

 private:
  detail::lines given_;
  typename Decider::state state_{};
};

/// Begins a test with what has happened: events of the decider's family, or none.
template<class Decider>
[[nodiscard]] history<Decider> given(const std::vector<event_of<typename Decider::family>>& events = {}) {
  static_assert(varve::detail::decider_is_good<Decider>());
  return history<Decider>{events};
}

}  // namespace varve::testing
