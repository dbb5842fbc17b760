// planted_consumers PLANT: runs the consumers' contract suites over checkpoints with that defect and demands
// that the tests which are named for it fail; over checkpoints that keep nothing all must fail, over sound
// ones none.

#include <varve/contract/consumer_contract.hpp>

#include "memory_consumer_fixture.hpp"
#include "plant_run.hpp"

#include <functional>
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
  result<std::vector<slice_checkpoint>> list(const std::string& consumer, std::int64_t) override {
    const auto only = kept_.load({consumer});
    if (!*only) return std::vector<slice_checkpoint>{};
    return std::vector<slice_checkpoint>{{0, **only}};
  }
  result<void> cut(const std::string&, std::int64_t, std::int64_t) override { return {}; }
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

}  // namespace
}  // namespace varve::contract

VARVE_CONSUMER_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  using namespace varve::contract;
  return run_planted(argc, argv, plants(), chosen, 37);
}
