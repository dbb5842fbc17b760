#include <varve/postgres/verify.hpp>

#include "logs_on_a_server.hpp"

#include <set>

namespace varve::postgres {
namespace {

/// A log of two streams, damaged behind the library's back.
class damaged_postgres_log : public logs_on_a_server {
 protected:
  void SetUp() override {
    logs_on_a_server::SetUp();
    if (IsSkipped()) return;
    const auto store = open();
    for (const std::string stream : {"a-1", "b", "a-1"}) {
      new_event one{.type = "noted", .data = "1", .tags = {"red", "blue"}};
      ASSERT_EQ(name_of(store->append_and_wait(append_request::to(stream, {one, one}))), "appended");
    }
    ASSERT_EQ(name_of(store->append_and_wait(append_request::soft_delete("b"))), "appended");
    ASSERT_EQ(name_of(store->append_and_wait(append_request::hard_delete("never"))), "appended");
  }

  verification look() {
    found.clear();
    return verify(url(), {.found = [this](const finding& each) { found.push_back(each); }});
  }
  /// The kinds of findings after a change, which is taken back.
  std::set<std::string> after(const std::string& change, const std::string& back) {
    server->execute("SET search_path = " + log + "; " + change);
    look();
    server->execute("SET search_path = " + log + "; " + back);
    std::set<std::string> out;
    for (const auto& each : found) out.insert(each.check);
    return out;
  }

  std::vector<finding> found;
};

TEST_F(damaged_postgres_log, is_sound_before) {
  const auto sum = look();
  EXPECT_TRUE(sum.sound()) << found[0].check << ": " << found[0].message;
  EXPECT_EQ(sum.events, 8);
  EXPECT_EQ(sum.streams, 3);
  EXPECT_EQ(sum.types, 3);
  EXPECT_EQ(sum.tags, 12);
}

TEST_F(damaged_postgres_log, is_found_out_in_whatever_is_changed) {
  using checks = std::set<std::string>;
  const auto flip = [](const std::string& column) {
    const std::string change = "UPDATE events SET " + column + " WHERE position = 3";
    return change;
  };
  const std::string data = flip("data = set_byte(data, 0, get_byte(data, 0) # 1)");
  EXPECT_EQ(after(data, data), checks{"event"});
  const std::string time = flip("recorded_at = recorded_at # 1");
  EXPECT_EQ(after(time, time), checks{"event"});
  EXPECT_EQ(found[0].at, position{3});
  EXPECT_EQ(after("UPDATE streams SET name = 'c' WHERE name = 'b'",
                  "UPDATE streams SET name = 'b' WHERE name = 'c'"),
            (checks{"change", "event", "stream"}));
  EXPECT_EQ(after("UPDATE events SET category = category + 1 WHERE position = 3",
                  "UPDATE events SET category = category - 1 WHERE position = 3"),
            checks{"event"});
  EXPECT_EQ(after("UPDATE streams SET first_visible = 0 WHERE name = 'b'",
                  "UPDATE streams SET first_visible = 2 WHERE name = 'b'"),
            checks{"change"});
  EXPECT_EQ(after("UPDATE streams SET closed = false WHERE name = 'never'",
                  "UPDATE streams SET closed = true WHERE name = 'never'"),
            checks{"change"});
  EXPECT_EQ(after("DELETE FROM tags WHERE position = 3 AND tag = 'red'", "INSERT INTO tags VALUES('red', 3)"),
            checks{"tags"});
  EXPECT_EQ(after("INSERT INTO tags VALUES('green', 3)", "DELETE FROM tags WHERE tag = 'green'"),
            checks{"tags"});
  EXPECT_EQ(after("INSERT INTO ancestors VALUES(1, gen_random_uuid(), 2, gen_random_uuid(), 'move')",
                  "DELETE FROM ancestors"),
            checks{"log"});
  EXPECT_EQ(after("CREATE TABLE kept AS SELECT * FROM events WHERE position = 3; DELETE FROM events WHERE "
                  "position = 3",
                  "INSERT INTO events SELECT * FROM kept; DROP TABLE kept"),
            (checks{"position", "tags"}));
  EXPECT_TRUE(look().sound());
}

TEST_F(damaged_postgres_log, is_verified_by_a_role_that_reads) {
  if (server->execute("SELECT count(*) FROM pg_roles WHERE rolname = 'reader'") == "0\n")
    server->create_role("reader");
  server->execute("GRANT USAGE ON SCHEMA " + log + " TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA " + log +
                  " TO reader; GRANT EXECUTE ON FUNCTION " + log + ".state_1 TO reader");
  EXPECT_TRUE(verify(url("reader"), {}).sound());
}

TEST_F(damaged_postgres_log, that_is_not_there_is_refused) {
  EXPECT_THROW((void)verify(server->url() + "?log=nothing", {}), failure);
}

}  // namespace
}  // namespace varve::postgres
