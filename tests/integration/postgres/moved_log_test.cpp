#include "address.hpp"
#include "append_answer.hpp"
#include "append_calls.hpp"
#include "logs_on_a_server.hpp"
#include "session.hpp"

#include <array>
#include <cstdlib>

namespace varve::postgres {
namespace {

class moved_log_test : public logs_on_a_server {
 protected:
  /// Copies the log with pg_dump into another database of the same server.
  std::string restore_beside(const std::string& beside = "beside") {
    const std::string database = beside + '_' + log;
    server->create_database(database);
    const std::string command = "pg_dump -n " + log + " -d '" + server->url() +
                                "' | psql -XqAt -v ON_ERROR_STOP=1 -d '" + server->url(database) +
                                "' > /dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return server->url(database) + "?log=" + log;
  }

  std::int64_t barriers_at(const std::string& url) const {
    return std::stoll(postgres_server::execute_at(address::parse(url).value().connection(),
                                                  "SELECT barriers FROM " + log + ".log"));
  }

  /// Whether an append that has waited somewhere is written at `url` when it gets there.
  bool writes_what_was_sent_with(std::int64_t barriers, const std::string& url) const {
    const environment env;
    event_id_generator ids{*env.clock, *env.random};
    engine::pending_append waited{engine::prepared_append::make(one_event("late"), *env.clock, ids).value(),
                                  {}};
    const std::array<engine::pending_append*, 1> group{&waited};
    const append_batch batch{group};
    session there{address::parse(url).value().connection()};
    return !barrier_in(
        there.run(append_calls{log}.append({barriers, env.clock->now(), epoch::random(*env.random)}, batch)));
  }
};

TEST_F(moved_log_test, a_dump_restored_beside_the_original_begins_a_new_epoch_by_itself) {
  const auto original = open();
  ASSERT_EQ(name_of(original->append_and_wait(one_event("a", 1))), "appended");
  const token shared = original->info().value().head;
  const std::string beside = restore_beside();
  ASSERT_EQ(name_of(original->append_and_wait(one_event("a", 2))), "appended");
  const token beyond = original->info().value().head;

  event_store copy{beside};
  const log_info info = copy.info().value();
  EXPECT_NE(info.epoch, shared.epoch);
  ASSERT_EQ(info.ancestors.size(), 1U);
  EXPECT_EQ(info.ancestors[0].epoch, shared.epoch);
  EXPECT_EQ(info.ancestors[0].shared, position{1});
  EXPECT_EQ(info.ancestors[0].cause, "restore");
  EXPECT_TRUE(copy.read_log(shared, {}, {}));
  EXPECT_EQ(copy.read_log(beyond, {}, {}).error().code, errc::wrong_epoch);
  EXPECT_EQ(name_of(copy.append_and_wait(one_event("a", 1))), "replayed")
      << "it knows what the original wrote before";
  EXPECT_EQ(name_of(copy.append_and_wait(one_event("a", 2))), "appended");
  EXPECT_EQ(original->info().value().epoch, shared.epoch) << "the original lives on";
}

TEST_F(moved_log_test, what_was_sent_behind_a_barrier_that_a_copy_lacks_is_not_written_there) {
  const auto original = open();
  const std::string beside = restore_beside();
  const auto again = open();  // commits a barrier that the copy will never have
  const std::int64_t known = barriers_at(url());
  event_store copy{beside};  // commits one of its own, and would look for what is in doubt
  EXPECT_FALSE(writes_what_was_sent_with(known, beside));
  EXPECT_EQ(head_of(copy), 0);
  EXPECT_TRUE(writes_what_was_sent_with(barriers_at(beside), beside));
}

TEST_F(moved_log_test, what_was_sent_to_one_copy_is_not_written_in_another_of_the_same_log) {
  const auto original = open();
  const std::string one = restore_beside("one");
  const std::string other = restore_beside("other");
  event_store first{one};
  event_store second{other};
  EXPECT_FALSE(writes_what_was_sent_with(barriers_at(one), other));
  EXPECT_EQ(head_of(second), 0);
}

TEST_F(moved_log_test, a_restored_log_is_not_read_before_it_has_its_new_epoch) {
  ASSERT_EQ(name_of(open()->append_and_wait(one_event("a"))), "appended");
  const std::string beside = restore_beside();
  event_store reader{beside, {.read_only = true}};
  EXPECT_EQ(reader.info().error().code, errc::unavailable);
  event_store writer{beside};
  EXPECT_EQ(reader.info().value().epoch, writer.info().value().epoch);
}

TEST_F(moved_log_test, a_promoted_copy_begins_a_new_epoch_also_under_live_connections) {
  const auto primary = open();
  ASSERT_EQ(name_of(primary->append_and_wait(one_event("a", 1))), "appended");
  auto standby = postgres_server::standby_of(*server);
  const std::string there = standby.url() + "?log=" + log;
  event_store reader{there, {.read_only = true}};
  EXPECT_EQ(reader.info().value().head, primary->info().value().head)
      << "a replica serves its primary's epoch";

  ASSERT_EQ(standby.execute("SELECT pg_promote()"), "t\n");
  EXPECT_EQ(reader.info().error().code, errc::unavailable) << "a live connection sees the promotion";
  event_store promoted{there};
  const log_info info = promoted.info().value();
  ASSERT_EQ(info.ancestors.size(), 1U);
  EXPECT_EQ(info.ancestors[0].cause, "failover");
  EXPECT_EQ(reader.info().value().epoch, info.epoch);
  EXPECT_EQ(name_of(promoted.append_and_wait(one_event("a", 1))), "replayed");
  EXPECT_EQ(name_of(promoted.append_and_wait(one_event("a", 2))), "appended");
}

TEST_F(moved_log_test, a_store_that_was_open_begins_the_epoch_with_its_next_read) {
  const auto store = open();
  ASSERT_EQ(name_of(store->append_and_wait(one_event("a", 1))), "appended");
  const epoch before = store->info().value().epoch;
  server->execute("UPDATE " + log + ".log SET timeline = timeline + 1");
  EXPECT_NE(store->info().value().epoch, before);
  EXPECT_EQ(store->info().value().ancestors.back().cause, "failover");
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a", 2))), "appended");
}

TEST_F(moved_log_test, an_append_under_a_token_of_the_lost_tail_is_refused) {
  const auto store = open();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended");
  const token lost = store->info().value().head;
  server->execute("DELETE FROM " + log + ".events WHERE position = 3");
  append_request request = one_event("b");
  request.condition = append_condition{{.items = {{.types = {"nothing"}}}}, lost};
  EXPECT_EQ(name_of(store->append_and_wait(request)), "wrong_epoch");
  EXPECT_EQ(store->read_log(lost, {}, {}).error().code, errc::wrong_epoch);
}

}  // namespace
}  // namespace varve::postgres
