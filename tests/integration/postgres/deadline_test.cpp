#include <varve/testing/virtual_clock.hpp>
#include <varve/testing/wait_until.hpp>

#include "logs_on_a_server.hpp"
#include "session.hpp"
#include "stopped_process.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <optional>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;
using testing::stopped_process;
using testing::wait_until;

/// Of reads and waits, while the server does not answer.
class a_deadline : public logs_on_a_server {
 protected:
  [[nodiscard]] std::unique_ptr<event_store> with_one_event() {
    auto store = open();
    EXPECT_EQ(name_of(store->append_and_wait(one_event("a"))), "appended");
    return store;
  }

  /// Somebody else holds a table of the log as VACUUM FULL does.
  [[nodiscard]] std::unique_ptr<session> hold(const std::string& table) const {
    auto other = std::make_unique<session>(server->url());
    other->run({"BEGIN"});
    other->run({"LOCK TABLE " + log + "." + table + " IN ACCESS EXCLUSIVE MODE"});
    return other;
  }
  [[nodiscard]] std::string waiting_for_locks() const {
    return server->execute(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%" + log +
        "%'");
  }
  /// The process in which the only session for reading of such a program lives, once that has told others of
  /// an append.
  [[nodiscard]] static int reading_process(const std::string& application) {
    std::string found;
    wait_until("others were told of an append", [&] {
      found = server->execute("SELECT pid FROM pg_stat_activity WHERE application_name = '" + application +
                              "' AND state = 'idle' AND query LIKE '%pg_notify%'");
      return !found.empty();
    });
    return std::stoi(found);
  }

  /// How a call ends that must end by itself while nothing answers: `ok`, the code, or `late`, when `let_go`
  /// had to help.
  template<class Call, class LetGo>
  static std::string end_of(Call call, LetGo let_go) {
    auto ending = std::async(std::launch::async, [&]() -> std::string {
      const auto out = call();
      return out ? "ok" : std::string(to_string(out.error().code));
    });
    if (ending.wait_for(60s) == std::future_status::ready) return ending.get();
    let_go();
    ending.wait();
    return "late";
  }

  static read_options soon() { return {.deadline = system_clock().steady() + 50ms}; }
};

TEST_F(a_deadline, ends_a_read_while_somebody_holds_the_table) {
  const auto store = with_one_event();
  const auto other = hold("events");
  const auto let_go = [&] { other->run({"COMMIT"}); };
  EXPECT_EQ(end_of([&] { return store->read_log({}, {}, soon()); }, let_go), "timeout");
  EXPECT_EQ(end_of([&] { return store->read_stream(stream_id{"a"}, {}, {}, soon()); }, let_go), "timeout");
  wait_until("the server gives up what nobody waits for", [&] { return waiting_for_locks() == "0\n"; });
  let_go();
  EXPECT_EQ(store->read_log({}, {}, {}).value().size(), 1U);
}

TEST_F(a_deadline, is_one_of_the_clock_that_the_store_was_given) {
  testing::virtual_clock time;
  auto how = options();
  how.env.clock = &time;
  event_store store{url(), how};
  ASSERT_EQ(name_of(store.append_and_wait(one_event("a"))), "appended");
  const auto other = hold("events");
  auto reading = std::async(std::launch::async, [&, until = time.steady() + 1h] {
    return store.read_log({}, {}, {.deadline = until});
  });
  wait_until("the read waits", [&] { return waiting_for_locks() == "1\n"; });
  time.advance(1h);
  const bool ended = reading.wait_for(60s) == std::future_status::ready;
  other->run({"COMMIT"});
  ASSERT_TRUE(ended);
  EXPECT_EQ(reading.get().error().code, errc::timeout);
}

TEST_F(a_deadline, ends_a_read_whose_process_was_stopped_and_the_next_goes_elsewhere) {
  auto how = options();
  how.readers = 1;
  event_store store{url() + "&application_name=" + log, how};
  ASSERT_EQ(name_of(store.append_and_wait(one_event("a"))), "appended");
  const int reading = reading_process(log);
  ASSERT_TRUE(store.read_log({}, {}, {}));
  std::optional<stopped_process> asleep{reading};
  EXPECT_EQ(end_of([&] { return store.read_log({}, {}, soon()); }, [&] { asleep.reset(); }), "timeout");
  EXPECT_EQ(store.read_log({}, {}, {.deadline = system_clock().steady() + 1h}).value().size(), 1U);
}

TEST_F(a_deadline, ends_a_read_that_must_connect_first_while_nobody_is_let_in) {
  const auto store = with_one_event();
  std::optional<stopped_process> asleep{server->process()};
  EXPECT_EQ(end_of([&] { return store->read_log({}, {}, soon()); }, [&] { asleep.reset(); }), "timeout");
  asleep.reset();
  EXPECT_EQ(store->read_log({}, {}, {}).value().size(), 1U);
}

TEST_F(a_deadline, ends_a_wait_with_the_head_that_was_known) {
  testing::virtual_clock time;
  auto how = options();
  how.env.clock = &time;
  event_store store{url(), how};
  ASSERT_EQ(name_of(store.append_and_wait(one_event("a"))), "appended");
  const token head = store.info().value().head;
  auto waiting =
      std::async(std::launch::async, [&, until = time.steady() + 1h] { return store.wait(head, until); });
  wait_until("it was looked at the log for the wait", [&] {
    return server->execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%" + log + "%'") ==
           "1\n";
  });
  const auto other = hold("log");
  wait_until("a look waits", [&] {
    time.advance(500ms);
    return waiting_for_locks() == "1\n";
  });
  time.advance(1h);
  const bool ended = waiting.wait_for(60s) == std::future_status::ready;
  other->run({"COMMIT"});
  ASSERT_TRUE(ended);
  EXPECT_EQ(waiting.get().value(), head);
}

TEST_F(a_deadline, ends_a_wait_that_is_told_nothing) {
  const auto store = with_one_event();
  const token head = store->info().value().head;
  const auto other = hold("log");
  const auto let_go = [&] { other->run({"COMMIT"}); };
  EXPECT_EQ(end_of([&] { return store->wait(head, system_clock().steady() + 50ms); }, let_go), "timeout");
  let_go();
  EXPECT_EQ(store->wait(head, system_clock().steady()).value(), head);
}

}  // namespace
}  // namespace varve::postgres
