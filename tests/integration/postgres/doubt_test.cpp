#include <varve/testing/cutting_proxy.hpp>

#include "logs_on_a_server.hpp"
#include "session.hpp"

#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <utility>

namespace varve::postgres {
namespace {

class doubt : public logs_on_a_server {
 protected:
  /// Whether some append waits for the lock of the log.
  bool somebody_waits() const {
    return server->execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND " +
                           appending()) != "0\n";
  }
};

append_request deletion(const std::string& stream, std::uint8_t id) {
  auto request = append_request::soft_delete(stream);
  request.change->id = *one_event(stream, id).writes.front().events.front().id;
  return request;
}

TEST_F(doubt, of_an_append_whose_session_was_ended_while_it_waited_is_resolved_and_it_never_comes_back) {
  const auto store = open();
  ASSERT_EQ(name_of(store->append_and_wait(one_event("a", 1))), "appended");
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  auto cut =
      std::async(std::launch::async, [&] { return name_of(store->append_and_wait(one_event("a", 2))); });
  while (!somebody_waits()) continue;
  server->execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + appending());
  EXPECT_EQ(cut.get(), "unknown");
  EXPECT_EQ(store->status().now, store_status::state::in_doubt);
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a", 3))), "unavailable");
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(append_when_open(*store, one_event("a", 2))), "appended") << "it had not been written";
  EXPECT_EQ(head_of(*store), 2);
}

TEST_F(doubt, is_not_what_an_append_leaves_that_was_not_given_the_lock) {
  const auto store = open();
  server->execute("ALTER FUNCTION " + log + ".append_1 SET lock_timeout = '20ms'");
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a", 1))), "unavailable");
  EXPECT_EQ(store->status().now, store_status::state::open);
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a", 1))), "appended") << "it had not been written";
}

TEST_F(doubt, is_not_what_a_repeated_delete_leaves_whose_connection_is_lost_behind_its_answer) {
  ASSERT_EQ(name_of(open()->append_and_wait(one_event("a", 1))), "appended");
  ASSERT_EQ(name_of(open()->append_and_wait(deletion("a", 2))), "appended");
  bool answered = false;
  testing::cutting_proxy proxy{server->port()};
  event_store through{"postgres://postgres@127.0.0.1:" + std::to_string(proxy.port()) +
                      "/postgres?log=" + log};
  proxy.cut_by([&](std::string_view request) {
    const bool deletes = request.find("change_1") != std::string_view::npos;
    return std::exchange(answered, deletes) ? testing::cutting_proxy::cut::before_request
                                            : testing::cutting_proxy::cut::nothing;
  });
  EXPECT_EQ(name_of(through.append_and_wait(deletion("a", 2))), "replayed");
  EXPECT_EQ(through.status().now, store_status::state::open);
}

TEST_F(doubt, is_not_what_the_same_delete_leaves_that_two_send_at_once) {
  const auto one = open();
  const auto two = open();
  ASSERT_EQ(name_of(one->append_and_wait(one_event("a", 1))), "appended");
  server->execute("ALTER FUNCTION " + log + ".change_1 SET lock_timeout = '1min'");
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  const auto deletes = [&](event_store& through) {
    return std::async(std::launch::async, [&] { return name_of(through.append_and_wait(deletion("a", 2))); });
  };
  auto first = deletes(*one);
  auto second = deletes(*two);
  while (server->execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                         "query LIKE '%change_1%'") != "2\n")
    continue;
  other.run({"COMMIT"});
  EXPECT_EQ((std::set{first.get(), second.get()}), (std::set<std::string>{"appended", "replayed"}));
  EXPECT_EQ(head_of(*one), 2);
}

TEST_F(doubt, is_not_what_a_warning_means_that_says_nothing_of_the_commit) {
  const auto store = open();
  server->execute("CREATE FUNCTION " + log + ".warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
                  "RAISE WARNING 'transaction numbers run out'; RETURN NEW; END $$; CREATE TRIGGER warn " +
                  "BEFORE INSERT ON " + log + ".events FOR EACH ROW EXECUTE FUNCTION " + log + ".warn()");
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended");
  EXPECT_EQ(head_of(*store), 1);
}

TEST_F(doubt, is_not_what_a_look_at_the_log_leaves_that_was_cancelled_before_an_import) {
  const auto store = open();
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".streams IN ACCESS EXCLUSIVE MODE"});
  import_batch batch;
  batch.events.push_back({.stream = stream_id{"a"}, .what = one_event("a", 1).writes[0].events[0]});
  auto looking = std::async(std::launch::async, [&] { return name_of(store->import_commits(batch)); });
  while (
      server
          ->execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND "
                    "query LIKE '%first_visible%' AND pid <> pg_backend_pid()")
          .empty())
    continue;
  EXPECT_EQ(looking.get(), "unavailable");
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(store->append_and_wait(one_event("a", 1))), "appended");
}

TEST_F(doubt, of_a_commit_that_a_standby_may_lack_is_told_to_a_role_that_wants_no_warnings) {
  server->create_role("quiet_" + log, "SUPERUSER");
  server->execute("ALTER ROLE quiet_" + log + " SET client_min_messages = error");
  event_store store{url("quiet_" + log), options()};
  server->configure("synchronous_standby_names", "nobody");
  server->reload();
  while (server->execute("SHOW synchronous_standby_names") != "nobody\n") continue;
  auto local =
      std::async(std::launch::async, [&] { return name_of(store.append_and_wait(one_event("a", 1))); });
  while (
      server
          ->execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND " +
                    appending())
          .empty())
    continue;
  EXPECT_EQ(local.get(), "unknown");
  server->configure("synchronous_standby_names", "");
  server->reload();
  EXPECT_EQ(name_of(append_when_open(store, one_event("a", 1))), "replayed");
}

TEST_F(doubt, ends_with_a_barrier_behind_which_nothing_that_was_sent_before_is_written) {
  const auto first = open();
  ASSERT_EQ(name_of(first->append_and_wait(one_event("a"))), "appended");
  const auto second = open();  // commits a barrier
  const std::string before = server->execute("SELECT barriers FROM " + log + ".log");
  EXPECT_EQ(name_of(first->append_and_wait(one_event("a"))), "appended")
      << "it learns of the barrier and sends again";
  EXPECT_EQ(server->execute("SELECT barriers FROM " + log + ".log"), before);
  EXPECT_EQ(head_of(*second), 2);
}

TEST_F(doubt, never_lasts_beyond_the_restart_of_a_server_that_was_killed) {
  const auto store = open();
  constexpr int writers = 4;
  std::vector<std::vector<std::uint8_t>> acknowledged(writers);
  int round = 0;
  for (; round < 3; ++round) {
    std::vector<std::jthread> threads;
    std::atomic<bool> killed = false;
    for (int w = 0; w < writers; ++w)
      threads.emplace_back([&, w] {
        while (!killed)
          if (const auto out = store->append_and_wait(one_event("w-" + std::to_string(w)));
              name_of(out) == "unknown" || name_of(out) == "unavailable")
            break;
          else
            acknowledged[static_cast<std::size_t>(w)].push_back(1);
      });
    while (head_of(*store) < 50 * (round + 1)) continue;
    server->kill();
    killed = true;
    threads.clear();
    server->start();
    EXPECT_EQ(name_of(append_when_open(*store, one_event("after"))), "appended");
  }
  std::size_t all = 0;
  for (int w = 0; w < writers; ++w) {
    const auto stream = store->read_stream("w-" + std::to_string(w), {}, {}, {.limit = 1'000'000}).value();
    EXPECT_GE(stream.size(), acknowledged[static_cast<std::size_t>(w)].size())
        << "what was acknowledged stands";
    EXPECT_LE(stream.size(), acknowledged[static_cast<std::size_t>(w)].size() + 3)
        << "and at most one more a crash";
    all += stream.size();
  }
  EXPECT_EQ(head_of(*store), static_cast<std::int64_t>(all) + 3);
}

}  // namespace
}  // namespace varve::postgres
