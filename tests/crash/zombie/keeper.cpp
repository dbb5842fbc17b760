#include "keeper.hpp"

#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/lease_store.hpp>

#include "keeping.hpp"

namespace varve::crash {
namespace {

class views {
 public:
  explicit views(const std::string& folder, environment env = {}, lease_options leases = {})
      : log(folder + "/log.db", {.durability = sqlite::durability::process_crash, .env = env}),
        model(folder + "/view.db", {.durability = sqlite::durability::process_crash}, env),
        all(log, model, in_small_steps(env, leases), takings{}, revenue{}, spread{}) {}

  sqlite::event_store log;
  sqlite::database model;
  projector<sqlite::database, takings, revenue, spread> all;
};

}  // namespace

void keep_views(const std::string& folder, std::chrono::milliseconds term) {
  warnings told;
  const environment env{.log = &told};
  sqlite::lease_store leases{folder + "/log.db", {.durability = sqlite::durability::process_crash}, env};
  views kept{folder, env, {.store = &leases, .term = term}};
  keep(kept.all);
}

bool check(const std::string& folder) {
  views kept{folder};
  findings out = printed();
  const auto reached = compare(kept, out);
  check_views(kept.log, kept.model, reached.value(), out);
  return sound_at(reached, out);
}

}  // namespace varve::crash
