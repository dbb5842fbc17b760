#include <varve/postgres/database.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/testing/postgres_server.hpp>

#include <gtest/gtest.h>

#include <iostream>
#include <string>

namespace varve::postgres {
namespace {

void note(database& where, int number) {
  where.write([&](transaction& tx) { tx.exec("INSERT INTO notes VALUES($1)", number); });
}

int notes_in(database& where) {
  return where.read(
      [](transaction& tx) { return tx.query_one<int>("SELECT count(*)::int FROM notes").value(); });
}

/// Every process of it by SIGKILL, while what did not wait for the disk is still in its memory.
TEST(a_killed_server, keeps_what_waited_for_its_disk_and_may_take_back_what_did_not) {
  if (const auto reason = testing::postgres_server::missing()) GTEST_SKIP() << *reason;
  testing::postgres_server server{{{"wal_writer_delay", "10s"}}};
  event_store log{server.url()};
  database firm{server.url(), {.schema = "firm"}};
  database weak{server.url(), {.schema = "weak", .durability = durability::client_crash}};
  for (auto* const each : {&firm, &weak})
    each->write([](transaction& tx) { tx.exec("CREATE TABLE notes(number integer)"); });
  constexpr int kills = 2;
  int lossy = 0;
  for (int number = 1; number <= kills; ++number) {
    auto request = append_request::to("note-1", {{.type = "noted", .data = "1"}});
    while (!to_result(log.append_and_wait(request))) continue;  // until it knows that the server is back
    note(firm, number);
    const int before = notes_in(weak);
    note(weak, number);
    server.kill();
    server.start();
    EXPECT_EQ(server.execute("SELECT max(position) FROM varve.events"), std::to_string(number) + "\n");
    EXPECT_EQ(server.execute("SELECT count(*) FROM firm.notes"), std::to_string(number) + "\n");
    lossy += server.execute("SELECT count(*) FROM weak.notes") == std::to_string(before) + "\n" ? 1 : 0;
  }
  EXPECT_GT(lossy, 0) << "the weaker level is no weaker";
  std::cout << lossy << " of " << kills << " kills took back the last commit that did not wait\n";
}

}  // namespace
}  // namespace varve::postgres
