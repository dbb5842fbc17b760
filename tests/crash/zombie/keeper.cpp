#include "keeper.hpp"

#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/lease_store.hpp>

#include "../subject/findings.hpp"
#include "../subject/view_check.hpp"
#include "../subject/views.hpp"

#include <iostream>
#include <mutex>
#include <thread>

namespace varve::crash {
namespace {

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

/// Prints warnings, each in one piece.
class warnings final : public log_sink {
 public:
  void write(log_level level, std::string_view line) noexcept override {
    if (level != log_level::warning) return;
    const std::lock_guard lock{mutex_};
    std::cout << line << std::endl;
  }

 private:
  std::mutex mutex_;
};

class views {
 public:
  explicit views(const std::string& folder, environment env = {}, lease_options leases = {})
      : log(folder + "/log.db", {.durability = sqlite::durability::process_crash, .env = env}),
        model(folder + "/view.db", {.durability = sqlite::durability::process_crash}, env),
        all(log, model, how(env, leases), takings{}, revenue{}, spread{}) {}

  sqlite::event_store log;
  sqlite::database model;
  projector<sqlite::database, takings, revenue, spread> all;

 private:
  static projector_options how(environment env, lease_options leases) {
    projector_options chosen;
    chosen.page_size = 6;
    chosen.most_rows = 3;
    chosen.leases = leases;
    chosen.env = env;
    return chosen;
  }
};

folded::rows rows_of_spread(sqlite::database& model) {
  folded::rows found;
  model.read([&](sqlite::transaction& tx) {
    for (auto&& [key, cents, count] :
         tx.query<std::string, std::int64_t, std::int64_t>("SELECT key, cents, count FROM spread"))
      found[key] = {cents, count};
  });
  return found;
}

}  // namespace

void keep_views(const std::string& folder, std::chrono::milliseconds term) {
  warnings told;
  const environment env{.log = &told};
  sqlite::lease_store leases{folder + "/log.db", {.durability = sqlite::durability::process_crash}, env};
  views kept{folder, env, {.store = &leases, .term = term}};
  const std::jthread running{[&](const std::stop_token& stop) {
    if (const auto why = kept.all.run(stop)) std::cout << "failed: " << why->message << std::endl;
  }};
  std::cout << "ready" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {}
}

bool check(const std::string& folder) {
  views kept{folder};
  const auto reached = kept.all.poll().position;
  findings out{[](const std::string& what) { std::cout << what << std::endl; }};
  check_views(kept.log, kept.model, reached.value(), out);
  out.expect(rows_of_spread(kept.model) == folded::up_to(kept.log, reached).takings,
             "spread is not the fold of the log");
  std::cout << reached.value() << std::endl;
  return out.sound();
}

}  // namespace varve::crash
