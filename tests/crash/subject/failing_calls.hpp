#pragma once

#include "say.hpp"

#include <filesystem>

namespace varve::crash {

struct failing_calls {
  std::filesystem::path folder;
  int share = 0;  ///< which of the runs, out of
  int shares = 1;
  int most_numbers = 1;  ///< of each kind of call in a scenario, spread evenly over those that there are
};

/// Does each scenario (`scenarios.hpp`) on a disk of which a call fails: each kind of fault, at the n-th
/// call, once and from then on. When an append was not answered as planned, and at the end, looks at what the
/// process would leave if it were killed and if the power were cut then; then lets the disk work again, does
/// the rest and looks again. Says what is wrong, and for each kind of fault
///
///   sum SCENARIO CALL HOW once|for_good calls N runs N fired N [ANSWER N]...
///
/// Answers whether nothing was wrong.
[[nodiscard]] bool fail_calls(const failing_calls& how, const say& tell);

}  // namespace varve::crash
