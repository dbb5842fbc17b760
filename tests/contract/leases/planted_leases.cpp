// planted_leases PLANT: runs the contract suite of leases over a store with that defect and demands that the
// tests which are named for it fail; over a store that does nothing all must fail, over a sound one none.

#include <varve/contract/lease_contract.hpp>

#include "memory_lease_fixture.hpp"
#include "plant_run.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>

namespace varve::contract {
namespace {

/// Gives nothing, keeps nothing and is content with everything.
class do_nothing_leases final : public lease_store {
 public:
  result<lease> acquire(std::string_view, std::string_view, std::chrono::nanoseconds) override {
    return lease{};
  }
  result<std::vector<std::string>> renew(std::span<const lease>, std::chrono::nanoseconds) override {
    return std::vector<std::string>{};
  }
  result<void> release(std::span<const lease>) override { return {}; }
  result<std::vector<lease>> list(std::string_view) override { return std::vector<lease>{}; }
};

/// Counts versions anew after each release, as a row that was deleted does.
class deleting_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<lease> acquire(std::string_view name, std::string_view owner,
                        std::chrono::nanoseconds term) override {
    auto given = shared_leases::acquire(name, owner, term);
    if (given) given->version -= before_;
    return given;
  }
  result<std::vector<std::string>> renew(std::span<const lease> held,
                                         std::chrono::nanoseconds term) override {
    return shared_leases::renew(raised(held), term);
  }
  result<void> release(std::span<const lease> held) override {
    const auto real = raised(held);
    auto released = shared_leases::release(real);
    for (const auto& each : real) before_ = std::max(before_, each.version);
    return released;
  }

 private:
  std::vector<lease> raised(std::span<const lease> held) const {
    std::vector<lease> real{held.begin(), held.end()};
    for (auto& each : real) each.version += before_;
    return real;
  }
  std::int64_t before_ = 0;
};

/// Tells everybody that he was given it.
class generous_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<lease> acquire(std::string_view name, std::string_view owner,
                        std::chrono::nanoseconds term) override {
    auto given = shared_leases::acquire(name, owner, term);
    if (given) given->owner = owner;
    return given;
  }
};

/// Gives a lease back to who renews it too late.
class forgiving_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<std::vector<std::string>> renew(std::span<const lease> held,
                                         std::chrono::nanoseconds term) override {
    std::vector<std::string> lost;
    for (const auto& each : held) {
      const auto given = kept_.acquire(each.name, each.owner, term);
      if (!given) return given.error();
      if (!given->is_of(each.owner)) lost.push_back(each.name);
    }
    return lost;
  }
};

/// Answers an owner that comes back with the version that it had.
class remembering_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<lease> acquire(std::string_view name, std::string_view owner,
                        std::chrono::nanoseconds term) override {
    auto given = shared_leases::acquire(name, owner, term);
    if (!given || !given->is_of(owner)) return given;
    given->version = first_.try_emplace(std::string{owner}, given->version).first->second;
    return given;
  }

 private:
  std::map<std::string, std::int64_t> first_;
};

/// Releases whatever is asked for.
class careless_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<void> release(std::span<const lease> held) override {
    for (const auto& each : held) {
      const auto all = kept_.list(each.name).value();
      if (auto released = kept_.release(all); !released) return released;
    }
    return {};
  }
};

/// Raises the version whenever it is asked.
class restless_leases final : public shared_leases {
 public:
  using shared_leases::shared_leases;
  result<lease> acquire(std::string_view name, std::string_view owner,
                        std::chrono::nanoseconds term) override {
    const auto all = kept_.list(name).value();
    for (const auto& each : all) {
      if (each.name == name && each.is_of(owner)) kept_.release({&each, 1}).value();
    }
    return shared_leases::acquire(name, owner, term);
  }
};

using opener = std::function<std::unique_ptr<lease_store>(lease_store&, const clock& client)>;

struct plant {
  std::string_view name;
  opener open;
  std::vector<std::string_view> caught_by;
};

template<class Leases>
opener opening() {
  return [](lease_store& kept, const clock&) { return std::make_unique<Leases>(kept); };
}

std::span<const plant> plants() {
  static const std::vector<plant> all{
      {"no_defect", opening<shared_leases>(), {}},
      {"does_nothing", [](lease_store&, const clock&) { return std::make_unique<do_nothing_leases>(); }, {}},
      {"forgets_on_reopen",
       [](lease_store&, const clock&) { return std::make_unique<memory_leases>(); },
       {"lease_contract.keeps_them_when_it_is_opened_again",
        "lease_contract.gives_it_to_one_of_those_who_race"}},
      {"deletes_the_row_on_release",
       opening<deleting_leases>(),
       {"lease_contract.is_free_at_once_when_it_is_released_and_keeps_its_version",
        "lease_contract.gives_it_to_one_of_those_who_race"}},
      {"judges_by_the_clock_of_the_client",
       [](lease_store&, const clock& client) { return std::make_unique<memory_leases>(client); },
       {"lease_contract.does_not_heed_the_clock_of_the_program_that_asks"}},
      {"gives_to_two",
       opening<generous_leases>(),
       {"lease_contract.tells_others_who_holds_it_and_gives_them_nothing",
        "lease_contract.gives_it_to_one_of_those_who_race"}},
      {"renews_what_has_run_out",
       opening<forgiving_leases>(),
       {"lease_contract.does_not_renew_what_has_run_out_though_nobody_took_it"}},
      {"keeps_the_version_of_an_owner_that_comes_back",
       opening<remembering_leases>(),
       {"lease_contract.gives_it_under_a_new_version_to_its_last_owner_when_its_time_has_run_out"}},
      {"releases_for_anybody",
       opening<careless_leases>(),
       {"lease_contract.is_not_released_by_one_that_holds_it_no_longer"}},
      {"raises_the_version_of_who_holds_it",
       opening<restless_leases>(),
       {"lease_contract.gives_it_again_under_the_same_version_to_who_holds_it"}}};
  return all;
}

const plant* chosen = nullptr;

class planted_fixture final : public memory_lease_fixture {
 public:
  explicit planted_fixture(const environment& env) : memory_lease_fixture(env), client_(*env.clock) {}
  [[nodiscard]] std::unique_ptr<lease_store> open() override { return chosen->open(kept_, client_); }

 private:
  const clock& client_;
};

}  // namespace
}  // namespace varve::contract

VARVE_LEASE_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  using namespace varve::contract;
  return run_planted(argc, argv, plants(), chosen, 18);
}
