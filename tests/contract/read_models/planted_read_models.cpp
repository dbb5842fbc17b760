// planted_read_models PLANT: runs the contract suites of read models over a database with that defect and
// demands that the tests which are named for it fail; over one that does nothing all must fail, over a sound
// one none.

#include <varve/contract/read_model_contract.hpp>
#include <varve/testing/forwarding_read_model.hpp>

#include "plant_run.hpp"
#include "sqlite_read_model_fixture.hpp"

#include <functional>
#include <span>

namespace varve::contract {
namespace {

using testing::forwarding_session;

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
      void each(const std::function<void(std::span<const cell>)>&) override {}
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
    return std::make_unique<testing::forwarding_read_model<Session>>(std::move(sound));
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

}  // namespace
}  // namespace varve::contract

VARVE_READ_MODEL_CONTRACT(planted, planted_fixture);

int main(int argc, char** argv) {
  using namespace varve::contract;
  return run_planted(argc, argv, plants(), chosen, 20);
}
