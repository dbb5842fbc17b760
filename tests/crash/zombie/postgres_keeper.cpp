#include <varve/postgres/database.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/lease_store.hpp>

#include "keeper.hpp"
#include "keeping.hpp"

namespace varve::crash {
namespace {

/// The view that adds up in SQL, in PostgreSQL's.
struct takings_in_postgres {
  using events = family;
  static constexpr std::string_view name = takings::name;
  static constexpr int version = 1;

  void create(postgres::transaction& tx) {
    tx.exec("CREATE TABLE {takings}(stream text PRIMARY KEY, cents bigint NOT NULL, events bigint NOT NULL)");
  }
  void apply(postgres::transaction& tx, const recorded<placed>& e) { add(tx, e.stream().name(), e->cents); }
  void apply(postgres::transaction& tx, const recorded<cancelled>& e) {
    add(tx, e.stream().name(), -e->cents);
  }

 private:
  static void add(postgres::transaction& tx, std::string_view stream, std::int64_t cents) {
    tx.exec(
        "INSERT INTO {takings} AS t VALUES($1, $2, 1) ON CONFLICT (stream) DO UPDATE SET cents = t.cents + "
        "EXCLUDED.cents, events = t.events + 1",
        stream, cents);
  }
};

/// Who is paused inside of a transaction is cut off by the server after this.
constexpr std::chrono::milliseconds longest_wait{100};

/// Log, leases and views in one database.
class views {
 public:
  explicit views(const std::string& url, environment env = {}, lease_options leases = {})
      : log(url, {.env = env}),
        model(url, {.schema = "views", .longest_wait = longest_wait}),
        all(log, model, in_small_steps(env, leases), takings_in_postgres{}, revenue{}, spread{}) {}

  postgres::event_store log;
  postgres::database model;
  projector<postgres::database, takings_in_postgres, revenue, spread> all;
};

}  // namespace

void keep_views(const std::string& url, std::chrono::milliseconds term) {
  postgres::database{url, {.schema = "views"}}.begin_write()->commit();  // makes what is missing, in peace
  warnings told;
  const environment env{.log = &told};
  postgres::lease_store leases{url, {.longest_wait = longest_wait}};
  views kept{url, env, {.store = &leases, .term = term}};
  keep(kept.all);
}

bool check(const std::string& url) {
  views kept{url};
  findings out = printed();
  return sound_at(compare(kept, out), out);
}

}  // namespace varve::crash
