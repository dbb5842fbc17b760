#include "view_check.hpp"

#include <varve/core/visit_event.hpp>

#include "views.hpp"

namespace varve::crash {
namespace {

using rows = folded::rows;

void add(rows& to, std::string_view key, std::int64_t cents, std::int64_t count) {
  auto& row = to[std::string(key)];
  row.first += cents;
  row.second += count;
}

struct folding {
  folded& into;

  void operator()(const recorded<placed>& e) const {
    add(into.takings, e.stream().name(), e->cents, 1);
    add(into.revenue, e->country, e->cents, 1);
  }
  void operator()(const recorded<cancelled>& e) const {
    add(into.takings, e.stream().name(), -e->cents, 1);
    add(into.revenue, e->country, -e->cents, -1);
  }
};

rows rows_of(sqlite::transaction& tx, std::string_view sql) {
  rows out;
  for (auto&& [key, cents, count] : tx.query<std::string, std::int64_t, std::int64_t>(sql))
    out[key] = {cents, count};
  return out;
}

rows shown(sqlite::transaction& tx, std::string_view view) {
  if (view == takings::name) return rows_of(tx, "SELECT stream, cents, events FROM {takings}");
  return rows_of(tx, "SELECT country, cents, orders FROM {revenue}");
}

/// One look at a read model's database.
class look {
 public:
  look(event_store& log, sqlite::database& model, findings& out)
      : log_(log), model_(model), session_(model.begin_read()), out_(out) {}

  void check(std::string_view view, std::int64_t least) {
    const auto record = session_->projection(view);
    std::int64_t reached = 0;
    for (const auto& generation : record.generations) {
      const auto position = check_generation(view, generation.number);
      if (record.live == generation.number) reached = position;
    }
    out_.expect(reached >= least, name(view, 0) + " was at " + std::to_string(least) + " and went back to " +
                                      std::to_string(reached));
  }

 private:
  [[nodiscard]] std::string name(std::string_view view, std::int64_t generation) const {
    return model_.path() + ": " + std::string(view) + " " + std::to_string(generation);
  }

  std::int64_t check_generation(std::string_view view, std::int64_t generation) {
    const auto found = session_->find({std::string(view), generation});
    const position at = found ? found->position : position{0};
    if (at > position{0})
      out_.expect(log_.event_at(at).value().id == found->id,
                  name(view, generation) + " keeps the id of another event");
    session_->use_generation(generation);
    const auto here = shown(sqlite::database::transaction_of(*session_), view);
    const auto all = folded::up_to(log_, at);
    out_.expect(here == (view == takings::name ? all.takings : all.revenue),
                name(view, generation) + " is not the fold of the log up to its checkpoint " +
                    std::to_string(at.value()));
    return at.value();
  }

  event_store& log_;
  sqlite::database& model_;
  std::unique_ptr<read_model_session> session_;
  findings& out_;
};

}  // namespace

folded folded::up_to(event_store& log, position until) {
  folded out;
  const filter both{{std::string(placed::event_name), std::string(cancelled::event_name)}};
  token after = token::start();
  for (bool end = false; !end;) {
    const auto page = log.read_log(after, both, {.limit = 10'000}).value();
    for (const auto& event : page)
      if (event.position <= until) visit_event<family>(event, folding{out}).value();
    end = page.at_end();
    if (page.scanned()) after.position = page.scanned()->position;
  }
  return out;
}

void check_views(event_store& log, sqlite::database& model, std::int64_t least, findings& out) {
  look here{log, model, out};
  here.check(takings::name, least);
  here.check(revenue::name, least);
}

}  // namespace varve::crash
