// planted_consumers PLANT: runs the consumers' contract suites over checkpoints with that defect and demands
// that the tests which are named for it fail; over checkpoints that keep nothing all must fail, over sound
// ones none.

#include <varve/contract/consumer_contract.hpp>

#include "memory_consumer_fixture.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <span>
#include <string_view>

namespace varve::contract {
namespace {

/// Keeps nothing and is content with everything.
class do_nothing_checkpoints final : public checkpoint_store {
 public:
  result<checkpoint> take_over(const checkpoint_key&) override { return checkpoint{}; }
  result<void> save(const checkpoint_key&, const checkpoint&, const checkpoint&) override { return {}; }
  result<std::optional<checkpoint>> load(const checkpoint_key&) override {
    return std::optional<checkpoint>{};
  }
  result<std::vector<slice_checkpoint>> list(const std::string&, std::int64_t) override {
    return std::vector<slice_checkpoint>{};
  }
  result<void> cut(const std::string&, std::int64_t, std::int64_t) override { return {}; }
};

/// Saves whoever asks.
class unfenced_checkpoints final : public shared_checkpoints {
 public:
  using shared_checkpoints::shared_checkpoints;
  result<void> save(const checkpoint_key& whose, const checkpoint&, const checkpoint& next) override {
    const auto now = load(whose);
    return kept_.save(whose, now->value_or(checkpoint{}), next);
  }
};

/// Looks at the position only.
class versionless_checkpoints final : public shared_checkpoints {
 public:
  using shared_checkpoints::shared_checkpoints;
  result<void> save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    auto now = load(whose)->value_or(checkpoint{});
    now.position = read.position;
    return kept_.save(whose, now, next);
  }
};

/// Saves whoever asks once the consumer was cut.
class blunt_checkpoints final : public shared_checkpoints {
 public:
  using shared_checkpoints::shared_checkpoints;
  result<void> save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    if (kept_.list(whose.consumer, whose.generation)->size() == 1) return kept_.save(whose, read, next);
    return kept_.save(whose, load(whose)->value_or(checkpoint{}), next);
  }
};

/// Knows consumers by their names alone.
class mixing_checkpoints final : public shared_checkpoints {
 public:
  using shared_checkpoints::shared_checkpoints;
  result<checkpoint> take_over(const checkpoint_key& whose) override {
    return kept_.take_over({whose.consumer});
  }
  result<void> save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    return kept_.save({whose.consumer}, read, next);
  }
  result<std::optional<checkpoint>> load(const checkpoint_key& whose) override {
    return kept_.load({whose.consumer});
  }
};

struct plant {
  std::string_view name;
  std::function<std::unique_ptr<checkpoint_store>(checkpoint_store&)> open;
  std::vector<std::string_view> caught_by;
};

template<class Places>
auto opening() {
  return [](checkpoint_store& kept) { return std::make_unique<Places>(kept); };
}

std::span<const plant> plants() {
  static const std::vector<plant> all{
      {"no_defect", opening<shared_checkpoints>(), {}},
      {"keeps_nothing", [](checkpoint_store&) { return std::make_unique<do_nothing_checkpoints>(); }, {}},
      {"forgets_on_reopen",
       [](checkpoint_store&) { return std::make_unique<memory_checkpoints>(); },
       {"checkpoint_contract.keeps_it_when_it_is_opened_again",
        "subscription_contract.goes_on_behind_its_checkpoint_in_another_life"}},
      {"has_no_fence",
       opening<unfenced_checkpoints>(),
       {"checkpoint_contract.refuses_to_save_for_one_that_was_overtaken",
        "checkpoint_contract.refuses_to_save_from_a_place_that_is_not_the_one_kept"}},
      {"ignores_versions",
       opening<versionless_checkpoints>(),
       {"checkpoint_contract.refuses_to_save_for_one_that_was_overtaken"}},
      {"cuts_without_a_fence",
       opening<blunt_checkpoints>(),
       {"checkpoint_contract.fences_who_worked_on_what_is_cut"}},
      {"mixes_generations",
       opening<mixing_checkpoints>(),
       {"checkpoint_contract.keeps_consumers_generations_and_slices_apart"}}};
  return all;
}

const plant* chosen = nullptr;

class planted_fixture final : public memory_consumer_fixture {
 public:
  using memory_consumer_fixture::memory_consumer_fixture;
  [[nodiscard]] std::unique_ptr<checkpoint_store> open() override { return chosen->open(kept_); }
};

/// Notes how each test ended: `SUITE.TEST` without prefix and type.
class verdicts final : public ::testing::EmptyTestEventListener {
 public:
  void OnTestEnd(const ::testing::TestInfo& test) override {
    std::string suite = test.test_suite_name();
    suite = suite.substr(suite.find('/') + 1);
    const bool good = test.result()->Passed() && !test.result()->Skipped();
    (good ? passed : failed).insert(suite.substr(0, suite.find('/')) + '.' + test.name());
  }

  std::set<std::string, std::less<>> passed, failed;
};

bool judge(const verdicts& seen) {
  std::vector<std::string> complaints;
  if (seen.passed.size() + seen.failed.size() < 32) complaints.emplace_back("suites are missing");
  if (chosen->name == "no_defect")
    complaints.insert(complaints.end(), seen.failed.begin(), seen.failed.end());
  if (chosen->name == "keeps_nothing")
    complaints.insert(complaints.end(), seen.passed.begin(), seen.passed.end());
  for (const auto name : chosen->caught_by) {
    if (!seen.failed.contains(name)) complaints.emplace_back(name);
  }
  for (const auto& each : complaints)
    std::cout << chosen->name << " was not judged rightly: " << each << '\n';
  return complaints.empty();
}

int run(std::string_view name) {
  const auto found = std::ranges::find(plants(), name, &plant::name);
  if (found == plants().end()) {
    std::cerr << "planted_consumers: no defect is called '" << name << "'\n";
    return 2;
  }
  chosen = &*found;
  auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  auto* const seen = new verdicts;  // GoogleTest owns it
  listeners.Append(seen);
  [[maybe_unused]] const int any_failed = RUN_ALL_TESTS();
  std::cout << chosen->name << ": " << seen->failed.size() << " tests failed, " << seen->passed.size()
            << " passed\n";
  return judge(*seen) ? 0 : 1;
}

}  // namespace
}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return varve::contract::run(argc > 1 ? argv[1] : "");
}
