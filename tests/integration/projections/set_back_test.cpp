#include <varve/projections/re_anchor.hpp>
#include <varve/sqlite/backup.hpp>
#include <varve/sqlite/event_store.hpp>

#include "projector_fixture.hpp"

#include <filesystem>
#include <utility>

namespace varve::shop {
namespace {

/// Read models beside a log in a file that is set back behind their backs.
class set_back_test : public projector_test {
 protected:
  set_back_test() { open("log.db"); }

  void open(const std::string& name) {
    store = std::make_unique<sqlite::event_store>(
        folder.file(name),
        sqlite::store_options{.durability = sqlite::durability::process_crash, .env = env});
  }

  void backup() { sqlite::backup(folder.file("log.db"), folder.file("copy")); }
  void open_restored() {
    store.reset();
    sqlite::restore(folder.file("copy"), folder.file("restored.db"));
    open("restored.db");
  }

  error poll_error() { return projector{log(), db, how, revenue{}}.try_poll().error(); }
  void poll() { projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.poll(); }
};

TEST_F(set_back_test, a_restored_log_is_followed_from_checkpoints_that_lie_in_its_history) {
  trade(10);
  poll();
  trade(10, 2);
  backup();
  open_restored();
  trade(5, 3);
  poll();
  EXPECT_EQ(seen(), views);
}

TEST_F(set_back_test, a_checkpoint_beyond_what_was_restored_is_refused_until_it_is_anchored_anew) {
  trade(10);
  const position shared = head().position;
  backup();
  trade(5, 2);
  poll();
  const checkpoint beyond = *saved("revenue");
  open_restored();
  const error refused = poll_error();
  EXPECT_EQ(refused.code, errc::wrong_epoch);
  EXPECT_NE(refused.message.find("varve projections re-anchor"), std::string::npos) << refused.message;

  const auto done = re_anchor(log(), db, "revenue").value();
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].before.position, beyond.position);
  EXPECT_EQ(done[0].after.place(), (token{head().epoch, shared}));
  EXPECT_EQ(done[0].after.id, log().event_at(shared).value().id);
  EXPECT_GT(done[0].after.version, done[0].before.version) << "who still runs is fenced";
  place("after", "FR", 5);
  projector{log(), db, how, revenue{}}.poll();
  EXPECT_EQ(saved("revenue")->position, shared.next());
  EXPECT_TRUE(re_anchor(log(), db, "revenue").value().empty()) << "it is good now";
}

TEST_F(set_back_test, a_log_that_lost_its_tail_is_found_out_before_and_after_it_has_grown_again) {
  trade(10);
  store.reset();
  std::filesystem::copy_file(folder.file("log.db"), folder.file("older"));
  open("log.db");
  trade(5, 2);
  poll();
  const position beyond = saved("revenue")->position;

  store.reset();  // the machine comes back with what was on the disk a while ago
  for (const char* const beside : {"", "-wal", "-shm"})
    std::filesystem::remove(folder.file("log.db") + beside);
  std::filesystem::copy_file(folder.file("older"), folder.file("log.db"));
  open("log.db");
  ASSERT_LT(head().position, beyond);
  EXPECT_EQ(poll_error().code, errc::wrong_epoch) << "the checkpoint lies beyond the head";
  while (head().position < beyond.next()) note("other events at the same positions");
  EXPECT_EQ(poll_error().code, errc::wrong_epoch) << "another event stands there";

  EXPECT_EQ(re_anchor(log(), db, "revenue").error().code, errc::wrong_epoch)
      << "how far they agree nobody can tell";
  const auto done = re_anchor(log(), db, "revenue", position{3}).value();
  EXPECT_EQ(done.at(0).after.position, position{3});
  EXPECT_EQ(projector(log(), db, how, revenue{}).try_poll().value(), head());
}

TEST_F(set_back_test, a_diverged_copy_is_found_out) {
  trade(10);
  store.reset();
  std::filesystem::copy_file(folder.file("log.db"), folder.file("twin.db"));
  open("log.db");
  place("here", "FR", 1);
  poll();
  open("twin.db");
  place("there", "DE", 2);
  EXPECT_EQ(poll_error().code, errc::wrong_epoch);
}

TEST_F(set_back_test, only_a_place_where_a_commit_ends_is_an_anchor) {
  const auto two = append_request::to(
      "order-two", {new_event{.type = "a", .data = "1"}, new_event{.type = "b", .data = "2"}});
  trade(3);
  backup();
  ASSERT_EQ(log().append_and_wait(two).index(), 0U);
  poll();
  open_restored();
  const position first = head().position.next();
  ASSERT_EQ(log().append_and_wait(two).index(), 0U);
  EXPECT_EQ(re_anchor(log(), db, "revenue", first).error().code, errc::invalid_argument);
  EXPECT_EQ(re_anchor(log(), db, "revenue", position{1000}).error().code, errc::not_found);
  EXPECT_EQ(re_anchor(log(), db, "revenue", first.next()).value().at(0).after.position, first.next());
  EXPECT_EQ(re_anchor(log(), db, "nobody").error().code, errc::not_found);
}

TEST_F(set_back_test, a_log_without_a_common_history_is_no_ground_for_an_anchor) {
  trade(3);
  poll();
  memory_store stranger{{.env = env}};
  EXPECT_EQ(re_anchor(stranger, db, "revenue").error().code, errc::wrong_epoch);
  EXPECT_EQ(re_anchor(stranger, db, "revenue", position{0}).value().at(0).after.position, position{0});
}

}  // namespace
}  // namespace varve::shop
