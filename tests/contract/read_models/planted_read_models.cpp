// planted_read_models PLANT: runs the contract suites of read models over a database with that defect and
// demands that the tests which are named for it fail; over one that does nothing all must fail, over a sound
// one none.

#include <varve/contract/read_model_contract.hpp>

#include "forwarding_read_model.hpp"
#include "sqlite_read_model_fixture.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <span>

namespace varve::contract {
namespace {

/// Keeps nothing, finds nothing, and is content with everything.
class do_nothing_session final : public forwarding_session {
 public:
  using forwarding_session::forwarding_session;
  void commit() override {}
  void store(std::string_view, const projection_record&) override {}
  checkpoint take_over(const checkpoint_key&) override { return {}; }
  bool save(const checkpoint_key&, const checkpoint&, const checkpoint&) override { return true; }
  void erase(const checkpoint_key&) override {}
  relation relation_of(std::string_view) override { return relation::none; }
  void show(std::string_view, std::int64_t) override {}
  bool delete_rows(std::string_view, std::size_t) override { return false; }
  void drop_table(std::string_view) override {}
  std::unique_ptr<row_table> rows(std::string_view, const row_shape&) override {
    class no_rows final : public row_table {
      std::optional<std::span<const cell>> find(std::span<const cell>) override { return std::nullopt; }
      void put(std::span<const cell>) override {}
      void erase(std::span<const cell>) override {}
    };
    return std::make_unique<no_rows>();
  }
};

/// Commits when it saves the checkpoint, and once more for the rows behind it.
class two_transactions final : public forwarding_session {
 public:
  using forwarding_session::forwarding_session;
  bool save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
    early_ = inner().save(whose, read, next);
    inner().commit();
    return early_;
  }
  void commit() override {
    if (!early_) inner().commit();
  }

 private:
  bool early_ = false;
};

/// Saves whoever asks.
class unfenced_session final : public forwarding_session {
 public:
  using forwarding_session::forwarding_session;
  bool save(const checkpoint_key& whose, const checkpoint&, const checkpoint& next) override {
    return inner().save(whose, inner().find(whose).value_or(checkpoint{}), next);
  }
};

/// Has one table for all generations.
class one_generation final : public forwarding_session {
 public:
  using forwarding_session::forwarding_session;
  void use_generation(std::int64_t) override { inner().use_generation(1); }
  void show(std::string_view name, std::int64_t) override { inner().show(name, 1); }
  void create_rows(std::string_view name, const row_shape& shape) override {
    if (inner().relation_of(name) == relation::none) inner().create_rows(name, shape);
  }
};

struct plant {
  std::string_view name;
  std::function<std::unique_ptr<read_model>(std::unique_ptr<read_model>)> open;
  std::vector<std::string_view> caught_by;
};

template<class Session>
auto sessions() {
  return [](std::unique_ptr<read_model> sound) {
    return std::make_unique<read_model_of<Session>>(std::move(sound));
  };
}

std::span<const plant> plants() {
  static const std::vector<plant> all{
      {"no_defect", sessions<forwarding_session>(), {}},
      {"does_nothing", sessions<do_nothing_session>(), {}},
      {"saves_checkpoints_in_transactions_of_their_own",
       sessions<two_transactions>(),
       {"read_model_session_contract.keeps_all_or_nothing_of_a_transaction"}},
      {"has_no_fence",
       sessions<unfenced_session>(),
       {"read_model_session_contract.fences_off_whoever_was_overtaken"}},
      {"mixes_generations",
       sessions<one_generation>(),
       {"read_model_session_contract.keeps_generations_apart_and_shows_one_under_the_plain_name",
        "projection_contract.rebuilds_beside_the_live_view_and_switches"}}};
  return all;
}

const plant* chosen = nullptr;

class planted_fixture final : public sqlite_read_model_fixture {
 public:
  explicit planted_fixture(const environment& env) : sqlite_read_model_fixture(env, "read.db") {}
  [[nodiscard]] std::unique_ptr<read_model> open() override {
    return chosen->open(sqlite_read_model_fixture::open());
  }
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
  if (seen.passed.size() + seen.failed.size() < 20) complaints.emplace_back("suites are missing");
  if (chosen->name == "no_defect")
    complaints.insert(complaints.end(), seen.failed.begin(), seen.failed.end());
  if (chosen->name == "does_nothing")
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
    std::cerr << "planted_read_models: no defect is called '" << name << "'\n";
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

VARVE_READ_MODEL_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  return varve::contract::run(argc > 1 ? argv[1] : "");
}
