#include "views.hpp"

namespace varve::crash {
namespace {

void add(sqlite::transaction& tx, std::string_view stream, std::int64_t cents) {
  tx.exec(
      "INSERT INTO {takings} VALUES(?1, ?2, 1) ON CONFLICT DO UPDATE SET cents = cents + ?2, events = events "
      "+ 1",
      stream, cents);
}

projector_options small_transactions() {
  projector_options how;
  how.page_size = 6;
  how.most_rows = 3;
  return how;
}

}  // namespace

void takings::create(sqlite::transaction& tx) {
  tx.exec("CREATE TABLE {takings}(stream TEXT PRIMARY KEY, cents INTEGER NOT NULL, events INTEGER NOT NULL)");
}

void takings::apply(sqlite::transaction& tx, const recorded<placed>& e) {
  add(tx, e.stream().name(), e->cents);
}

void takings::apply(sqlite::transaction& tx, const recorded<cancelled>& e) {
  add(tx, e.stream().name(), -e->cents);
}

void revenue::evolve(row& r, const placed& e) const {
  r.cents += e.cents;
  ++r.orders;
}

void revenue::evolve(row& r, const cancelled& e) const {
  r.cents -= e.cents;
  --r.orders;
}

struct view_keeper::parts {
  projector<sqlite::database, takings, revenue> both;
};

view_keeper::view_keeper(event_store& log, sqlite::database& model)
    : parts_(new parts{projector{log, model, small_transactions(), takings{}, revenue{}}}) {}

view_keeper::~view_keeper() = default;

position view_keeper::poll() {
  return parts_->both.poll().position;
}

void view_keeper::rebuild() {
  parts_->both.rebuild();
  parts_->both.poll();
  parts_->both.drop_previous();
}

void view_keeper::rebuild(std::string_view view) {
  parts_->both.rebuild(view);
  parts_->both.poll();
  parts_->both.drop_previous();
}

}  // namespace varve::crash
