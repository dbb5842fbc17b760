#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <span>
#include <string_view>

namespace varve::contract {

/// What the contract's suites must say of one plant: a subject with a planted defect.
struct plant_verdict {
  std::string_view plant;
  std::span<const std::string_view> must_fail;  ///< `SUITE.TEST`, without prefix and type
  bool none_may_fail = false;
  bool none_may_pass = false;
  std::size_t least_tests = 0;  ///< fewer, and suites are missing
};

/// Runs every test of this program and answers the exit code: 0 when the verdict is right. A test that is
/// skipped is not.
[[nodiscard]] int judge_by_all_tests(const plant_verdict& right);

/// The `main` of a program that plants the defect named by its first argument. The first of `plants` has no
/// defect, the second does nothing: over that one every test must fail. A plant has `name` and `caught_by`,
/// the tests that must fail. `chosen` is set before the tests run.
template<class Plant>
int run_planted(int argc, char** argv, std::span<const Plant> plants, const Plant*& chosen,
                std::size_t least_tests) {
  ::testing::InitGoogleTest(&argc, argv);
  const auto found = std::ranges::find(plants, std::string_view{argc > 1 ? argv[1] : ""}, &Plant::name);
  if (found == plants.end()) {
    std::cerr << "no such plant; there are:";
    for (const Plant& one : plants) std::cerr << ' ' << one.name;
    std::cerr << '\n';
    return 2;
  }
  chosen = &*found;
  return judge_by_all_tests(
      {chosen->name, chosen->caught_by, chosen == &plants[0], chosen == &plants[1], least_tests});
}

}  // namespace varve::contract
