#pragma once

#include "../subject/views.hpp"

namespace varve::crash {

/// The sum of each stream, cut into ranges that several runners work on.
struct spread {
  using events = family;
  static constexpr std::string_view name = "spread";
  static constexpr int version = 1;
  static constexpr int partitions = 4;

  struct row {
    std::int64_t cents = 0;
    std::int64_t count = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents), CEREAL_NVP(count)); }
  };

  std::string_view key_of(const recorded<placed>& e) const { return e.stream().name(); }
  std::string_view key_of(const recorded<cancelled>& e) const { return e.stream().name(); }
  void evolve(row& r, const placed& e) const {
    r.cents += e.cents;
    ++r.count;
  }
  void evolve(row& r, const cancelled& e) const {
    r.cents -= e.cents;
    ++r.count;
  }
};

}  // namespace varve::crash
