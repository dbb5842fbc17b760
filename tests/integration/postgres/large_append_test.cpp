#include "logs_on_a_server.hpp"
#include "session.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <future>

namespace varve::postgres {
namespace {

/// Appends whose answer is larger than what a socket holds: each event is in a stream of its own, and all of
/// them stand already.
constexpr std::uint32_t events = 9'000;

append_request many_streams() {
  append_request out;
  for (std::uint32_t i = 0; i < events; ++i) {
    new_event event{.type = "noted", .data = "1"};
    event.id = event_id{uuid{{2, 2, 2, 2, 2, 2, 0x40, 2, 0x80, 2, 2, 2, 0, 0,
                              static_cast<std::uint8_t>(i >> 8U), static_cast<std::uint8_t>(i)}}};
    out.writes.push_back({stream_id{"noted-" + std::to_string(i)}, expected::any(), {event}});
  }
  return out;
}

class a_large_append : public logs_on_a_server {
 protected:
  /// Through the server's socket in the file system, which buffers less than loopback.
  [[nodiscard]] std::string near_url() const {
    return "postgres:///postgres?host=" + server->folder().string() +
           "&port=" + std::to_string(server->port()) +
           "&user=" + std::string(postgres_server::administrator) + "&log=" + log;
  }

  /// A process that appends when it is told to, tells what came of it, and does so again.
  [[nodiscard]] pid_t begin_client(int told, int tells) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::alarm(120);
    try {
      char word = 0;
      if (::read(told, &word, 1) != 1) ::_exit(3);
      event_store store{near_url()};
      for (const std::string outcome : {"appended", "replayed"}) {
        if (name_of(store.append_and_wait(many_streams())) != outcome) ::_exit(1);
        if (::write(tells, &word, 1) != 1 || ::read(told, &word, 1) != 1) ::_exit(3);
      }
      ::_exit(0);
    } catch (const std::exception& problem) {
      std::fprintf(stderr, "the client: %s\n", problem.what());
      ::_exit(2);
    }
  }

  [[nodiscard]] bool somebody_waits_for_the_lock() const {
    return server->execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") != "0\n";
  }
};

TEST_F(a_large_append, that_was_not_given_the_lock_leaves_no_doubt) {
  const auto store = open();
  server->execute("ALTER FUNCTION " + log + ".append_1 SET lock_timeout = '20ms'");
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  EXPECT_EQ(name_of(store->append_and_wait(many_streams())), "unavailable");
  EXPECT_EQ(store->status().now, store_status::state::open);
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(store->append_and_wait(many_streams())), "appended") << "it had not been written";
  EXPECT_EQ(name_of(store->append_and_wait(many_streams())), "replayed");
}

TEST_F(a_large_append, whose_session_was_ended_while_it_waited_is_in_doubt_and_never_comes_back) {
  const auto store = open();
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  auto cut = std::async(std::launch::async, [&] { return name_of(store->append_and_wait(many_streams())); });
  while (!somebody_waits_for_the_lock()) continue;
  server->execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
  EXPECT_EQ(cut.get(), "unknown");
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(append_when_open(*store, many_streams())), "appended") << "it had not been written";
  EXPECT_EQ(head_of(*store), events);
}

TEST_F(a_large_append, holds_no_lock_while_its_client_is_paused_and_does_not_read_the_answer) {
  std::array<int, 2> to_client{};
  std::array<int, 2> from_client{};
  ASSERT_EQ(::pipe(to_client.data()), 0);
  ASSERT_EQ(::pipe(from_client.data()), 0);
  const pid_t client = begin_client(to_client[0], from_client[1]);
  const auto store = open();  // before the client's: each that opens has the others send again
  char word = 'y';
  ASSERT_EQ(::write(to_client[1], &word, 1), 1);
  ASSERT_EQ(::read(from_client[0], &word, 1), 1);
  session other{server->url()};
  other.run({"BEGIN"});
  other.run({"LOCK TABLE " + log + ".log IN EXCLUSIVE MODE"});
  ASSERT_EQ(::write(to_client[1], &word, 1), 1);
  while (!somebody_waits_for_the_lock()) continue;
  ASSERT_EQ(::kill(client, SIGSTOP), 0);
  other.run({"COMMIT"});
  EXPECT_EQ(name_of(store->append_and_wait(one_event("other"))), "appended");
  ASSERT_EQ(::kill(client, SIGCONT), 0);
  ASSERT_EQ(::write(to_client[1], &word, 1), 1);
  int status = -1;
  ASSERT_EQ(::waitpid(client, &status, 0), client);
  EXPECT_EQ(status, 0) << "all of it was told to be a repetition";
  for (const int end : {to_client[0], to_client[1], from_client[0], from_client[1]}) ::close(end);
}

}  // namespace
}  // namespace varve::postgres
