#include "plant_run.hpp"

#include <functional>
#include <set>
#include <string>

namespace varve::contract {
namespace {

/// Notes how each test ended.
class test_results final : public ::testing::EmptyTestEventListener {
 public:
  void OnTestEnd(const ::testing::TestInfo& test) override {
    std::string suite = test.test_suite_name();
    suite = suite.substr(suite.find('/') + 1);
    const std::string name = suite.substr(0, suite.find('/')) + '.' + test.name();
    const auto& ended = *test.result();
    (ended.Skipped() ? skipped : ended.Passed() ? passed : failed).insert(name);
  }

  std::set<std::string, std::less<>> passed, failed, skipped;
};

/// Complains of everything that is not as it should be.
class judge {
 public:
  explicit judge(std::string_view plant) : plant_(plant) {}

  void demand(bool right, std::string_view complaint, std::string_view test = {}) {
    if (right) return;
    std::cout << plant_ << ": " << complaint << ' ' << test << '\n';
    content_ = false;
  }
  void demand_none(const std::set<std::string, std::less<>>& tests, std::string_view complaint) {
    for (const auto& name : tests) demand(false, complaint, name);
  }
  [[nodiscard]] bool content() const { return content_; }

 private:
  std::string_view plant_;
  bool content_ = true;
};

}  // namespace

int judge_by_all_tests(const plant_verdict& right) {
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* const seen = new test_results;  // GoogleTest owns it
  listeners.Append(seen);
  [[maybe_unused]] const int any_failed = RUN_ALL_TESTS();
  std::cout << right.plant << ": " << seen->failed.size() << " tests failed, " << seen->passed.size()
            << " passed\n";

  judge by{right.plant};
  by.demand(seen->passed.size() + seen->failed.size() >= right.least_tests, "suites are missing");
  by.demand_none(seen->skipped, "skipped");
  if (right.none_may_fail) by.demand_none(seen->failed, "should pass:");
  if (right.none_may_pass) by.demand_none(seen->passed, "should fail:");
  for (const auto name : right.must_fail) by.demand(seen->failed.contains(name), "should fail:", name);
  return by.content() ? 0 : 1;
}

}  // namespace varve::contract
