#pragma once

#include <varve/core/decider.hpp>

#include <cereal/cereal.hpp>

#include <algorithm>
#include <string_view>
#include <variant>

/// A domain in which a decision on a stale state, and a command carried out twice, shows.
namespace account {

struct deposited {
  static constexpr std::string_view event_name = "account.deposited";
  int amount = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(amount)); }
};
struct withdrawn {
  static constexpr std::string_view event_name = "account.withdrawn";
  int amount = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(amount)); }
};
struct fee_taken {
  static constexpr std::string_view event_name = "account.fee-taken";
  void serialize(auto&) {}
};
using event = std::variant<deposited, withdrawn, fee_taken>;

struct state {
  int balance = 0;
  int lowest = 0;

  void change(int by) {
    balance += by;
    lowest = std::min(lowest, balance);
  }
};
inline void evolve(state& s, const deposited& e) {
  s.change(e.amount);
}
inline void evolve(state& s, const withdrawn& e) {
  s.change(-e.amount);
}
inline void evolve(state& s, const fee_taken&) {
  s.change(-1);
}

/// A deposit, or a withdrawal when the amount is negative.
struct book {
  int amount = 0;
};
inline varve::decision<event> decide(const book& c, const state& s) {
  if (c.amount > 0) return deposited{c.amount};
  if (s.balance + c.amount - 1 < 0) return varve::reject("the account does not hold that much");
  return varve::accept(withdrawn{-c.amount}, fee_taken{});
}

using decider = varve::decider<"account", state, event>;

}  // namespace account
