#include "projector_fixture.hpp"

namespace varve::shop {
namespace {

/// Refuses orders of one amount, as long as it is told to.
bool refuses = true;

struct picky_lines : order_lines {
  static constexpr std::string_view name = "picky_lines";
  using order_lines::apply;

  void create(sqlite::transaction& tx) {
    tx.exec("CREATE TABLE {picky_lines}(position INTEGER PRIMARY KEY)");
  }
  void apply(sqlite::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {picky_lines} VALUES(?)", e.position());
    if (refuses && e->cents == 666) throw std::runtime_error{"not this one"};
  }
  void apply(sqlite::transaction&, const recorded<cancelled>&) {}
};

struct picky_revenue : revenue {
  static constexpr std::string_view name = "picky_revenue";
  using revenue::evolve;
  void evolve(row& r, const placed& e) const {
    if (refuses && e.cents == 666) throw std::runtime_error{"not this one"};
    revenue::evolve(r, e);
  }
};

/// Handles only cancellations, so that a broken order is no business of its own.
struct only_cancelled : revenue {
  using events = varve::events<cancelled>;
  static constexpr std::string_view name = "only_cancelled";
};

int failures = 0;

/// Fails as many times as `failures` says, for a reason that passes.
struct unlucky : order_lines {
  static constexpr std::string_view name = "unlucky";
  void create(sqlite::transaction& tx) { tx.exec("CREATE TABLE {unlucky}(position INTEGER PRIMARY KEY)"); }
  using order_lines::apply;
  void apply(sqlite::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {unlucky} VALUES(?)", e.position());
    if (failures-- > 0) throw failure{{errc::unavailable, "the other service sleeps"}};
  }
  void apply(sqlite::transaction&, const recorded<cancelled>&) {}
};

/// Keeps a number for itself.
struct counting : order_lines {
  static constexpr std::string_view name = "counting";
  int count = 0;
  void create(sqlite::transaction& tx) { tx.exec("CREATE TABLE {counting}(n INTEGER PRIMARY KEY)"); }
  using order_lines::apply;
  void apply(sqlite::transaction& tx, const recorded<placed>& e) {
    tx.exec("INSERT INTO {counting} VALUES(?)", ++count);
    if (refuses && e->cents == 666) throw std::runtime_error{"not this one"};
  }
  void apply(sqlite::transaction&, const recorded<cancelled>&) {}
};

class projector_poison_test : public projector_test {
 protected:
  projector_poison_test() { refuses = true; }

  std::int64_t count(const char* sql) {
    return db.read([&](sqlite::transaction& tx) { return tx.query_one<std::int64_t>(sql).value_or(-1); });
  }
};

TEST_F(projector_poison_test, a_bad_event_stops_a_projection_loudly_and_exactly_there) {
  trade(10);
  const auto bad = place("bad", "FR", 666);
  trade(3, 2);
  projector lines_of{log(), db, how, picky_lines{}};
  const auto why = lines_of.try_poll().error();
  EXPECT_EQ(why.code, errc::handler_threw);
  const auto event = log().event_at(bad.first).value();
  for (const auto& part : {std::string{"`picky_lines`"}, std::to_string(bad.first.value()),
                           event.id.to_string(), std::string{"order.placed"}, std::string{"not this one"}}) {
    EXPECT_NE(why.message.find(part), std::string::npos) << part << " in " << why.message;
  }
  EXPECT_EQ(saved("picky_lines")->position, bad.first.previous()) << "what stands before it is done";
  EXPECT_EQ(lines_of.status()->at(0).state, projection_state::failed);
  EXPECT_EQ(lines_of.status()->at(0).failure->code, errc::handler_threw);
  EXPECT_EQ(lines.count("projection stopped: `picky_lines`"), 1U);
}

TEST_F(projector_poison_test, it_stays_there_until_the_code_is_mended) {
  const auto bad = place("bad", "FR", 666);
  place("good", "FR", 5);
  projector lines_of{log(), db, how, picky_lines{}};
  EXPECT_FALSE(lines_of.try_poll());
  EXPECT_FALSE(lines_of.try_poll());
  EXPECT_EQ(saved("picky_lines")->position, bad.first.previous());
  refuses = false;
  lines_of.poll();
  EXPECT_EQ(count("SELECT count(*) FROM picky_lines"), 2);
}

TEST_F(projector_poison_test, a_commit_is_never_done_in_part) {
  std::vector<new_event> events;
  for (const std::int64_t cents : {1, 2, 666, 3})
    events.push_back(record<family>(placed{"FR", "x", cents}).value());
  place("before", "FR", 5);
  (void)to_result(log().append_and_wait(append_request::to("order-7", std::move(events)))).value();
  EXPECT_FALSE((projector{log(), db, how, picky_lines{}}.try_poll()));
  EXPECT_EQ(count("SELECT count(*) FROM picky_lines"), 1);
  EXPECT_EQ(saved("picky_lines")->position, position{1});
}

TEST_F(projector_poison_test, a_keyed_view_stops_exactly_there_too) {
  trade(10);
  const auto before = views.revenue;
  const auto bad = place("bad", "FR", 666);
  trade(3, 2);
  EXPECT_FALSE((projector{log(), db, how, picky_revenue{}}.try_poll()));
  EXPECT_EQ(saved("picky_revenue")->position, bad.first.previous());
  EXPECT_EQ(count("SELECT cents FROM picky_revenue WHERE country = 'FR'"), before.at("FR").first);
}

TEST_F(projector_poison_test, the_others_that_share_its_read_go_on) {
  trade(10);
  place("bad", "FR", 666);
  trade(10, 2);
  projector all{log(), db, how, revenue{}, picky_lines{}, picky_revenue{}, order_lines{}, open_orders{}};
  EXPECT_EQ(all.try_poll().error().code, errc::handler_threw);
  EXPECT_EQ(seen(), views);
  trade(5, 3);
  EXPECT_FALSE(all.try_poll());
  EXPECT_EQ(seen(), views);
}

TEST_F(projector_poison_test, data_that_do_not_decode_stop_only_those_who_handle_them) {
  trade(3);
  new_event broken;
  broken.type = "order.placed";
  broken.data = R"({"country":"FR","cents":"many"})";
  const auto bad = to_result(log().append_and_wait(append_request::to("order-x", {broken}))).value();
  trade(3, 2);
  projector all{log(), db, how, order_lines{}, revenue{}, only_cancelled{}};
  const auto why = all.try_poll().error();
  EXPECT_EQ(why.code, errc::undecodable);
  EXPECT_NE(why.message.find("cents"), std::string::npos) << why.message;
  EXPECT_NE(why.message.find(std::to_string(bad.first.value())), std::string::npos) << why.message;
  EXPECT_EQ(saved("order_lines")->position, bad.first.previous());
  EXPECT_EQ(saved("revenue")->position, bad.first.previous());
  EXPECT_EQ(saved("only_cancelled")->position, head().position);
}

TEST_F(projector_poison_test, a_failure_that_may_pass_leaves_the_event_for_the_next_time) {
  failures = 1;
  place("1", "FR", 5);
  projector sales{log(), db, how, unlucky{}};
  EXPECT_EQ(sales.try_poll().error().code, errc::unavailable);
  sales.poll();
  EXPECT_EQ(count("SELECT count(*) FROM unlucky"), 1);
}

TEST_F(projector_poison_test, waiting_for_one_that_has_stopped_answers_with_its_failure) {
  place("bad", "FR", 666);
  projector sales{log(), db, how, picky_lines{}};
  EXPECT_FALSE(sales.try_poll());
  EXPECT_EQ(sales.wait_for(head(), std::chrono::hours{1}).error().code, errc::handler_threw);
}

TEST_F(projector_poison_test, what_a_projection_keeps_for_itself_is_dropped_with_what_it_wrote) {
  place("1", "FR", 5);
  place("2", "FR", 666);
  EXPECT_FALSE((projector{log(), db, how, counting{}}.try_poll()));
  EXPECT_EQ(count("SELECT group_concat(n) = '1' FROM counting"), 1);
}

}  // namespace
}  // namespace varve::shop
