// planted_stores PLANT: runs the contract suites over a store with that defect and demands that the tests
// which are named for it fail; of a store that does nothing all must fail, of one without a defect none.

#include <varve/contract/event_store_contract.hpp>

#include "planted_fixture.hpp"

#include <algorithm>
#include <iostream>
#include <set>

VARVE_EVENT_STORE_CONTRACT(planted, planted_fixture);

namespace varve::contract {
namespace {

/// Notes how each test ended: `SUITE.TEST` without prefix and type.
class verdicts final : public ::testing::EmptyTestEventListener {
 public:
  void OnTestEnd(const ::testing::TestInfo& test) override {
    std::string suite = test.test_suite_name();
    suite = suite.substr(suite.find('/') + 1);
    const std::string name = suite.substr(0, suite.find('/')) + '.' + test.name();
    (test.result()->Passed() ? passed : failed).insert(name);
    if (test.result()->Skipped()) skipped.insert(name);
  }

  std::set<std::string, std::less<>> passed, failed, skipped;
};

bool demand(bool good, std::string_view complaint, std::string_view what) {
  if (!good) std::cout << complaint << ": " << what << '\n';
  return good;
}

bool judge(const plant& planted, const verdicts& seen) {
  const bool does_nothing = &planted == &plants()[1];
  bool good = demand(seen.passed.size() + seen.failed.size() >= 200, "suites are missing", planted.name);
  for (const auto& name : seen.skipped) good &= demand(false, "was skipped", name);
  if (does_nothing)
    for (const auto& name : seen.passed) good &= demand(false, "passes over a store that does nothing", name);
  if (&planted == &plants()[0])
    for (const auto& name : seen.failed) good &= demand(false, "fails over a store without a defect", name);
  for (const auto name : planted.caught_by)
    good &=
        demand(seen.failed.contains(name), "did not notice that a store " + std::string(planted.name), name);
  return good;
}

int run(std::string_view name) {
  const auto found = std::ranges::find(plants(), name, &plant::name);
  if (found == plants().end()) {
    std::cerr << "planted_stores: no defect is called '" << name << "'\n";
    return 2;
  }
  chosen() = &*found;
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* const seen = new verdicts;  // GoogleTest owns it
  listeners.Append(seen);
  [[maybe_unused]] const int any_failed = RUN_ALL_TESTS();
  std::cout << found->name << ": " << seen->failed.size() << " tests failed, " << seen->passed.size()
            << " passed\n";
  return judge(*found, *seen) ? 0 : 1;
}

}  // namespace
}  // namespace varve::contract

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return varve::contract::run(argc > 1 ? argv[1] : "");
}
