#include <varve/eventstore/compact_log.hpp>
#include <varve/eventstore/retain.hpp>

#include "logs_on_a_server.hpp"

#include <cstddef>
#include <libpq-fe.h>

namespace varve::postgres {
namespace {

class compacted_rows : public logs_on_a_server {
 protected:
  /// Hundreds of events of that size, for two streams in turn.
  static void append(event_store& to, std::size_t events, std::size_t size) {
    std::string data = "\"";
    for (std::size_t i = 0; data.size() < size; ++i) data += std::to_string(i * 7919);  // TOAST packs repeats
    const std::vector<new_event> some(100, new_event{.type = "t", .data = data + '"'});
    for (std::size_t i = 0; i < events / 100; ++i)
      ASSERT_EQ(name_of(to.append_and_wait(append_request::to("s-" + std::to_string(i % 2), some))),
                "appended");
  }
  static void keep_ten(event_store& of) {
    retain(of, {.prefix = {}, .max_count = 10, .max_age = {}}).value();
  }

  void vacuum() { server->execute("VACUUM " + log + ".events"); }
  /// Of the events with what lies apart of them, without indexes.
  [[nodiscard]] std::int64_t bytes() {
    return std::stoll(server->execute("SELECT pg_table_size('" + log + ".events')"));
  }
  [[nodiscard]] std::string rows(const std::string& columns, const std::string& where) {
    return server->execute("SELECT " + columns + " FROM " + log + ".events WHERE " + where);
  }
};

TEST_F(compacted_rows, are_what_the_formats_page_says) {
  const auto store = open();
  const new_event what{.type = "t", .data = "1", .tags = {"x"}, .metadata = R"({"actor":"ada"})"};
  ASSERT_EQ(name_of(store->append_and_wait(append_request::to("a", {what}))), "appended");
  ASSERT_EQ(name_of(store->append_and_wait(append_request::hard_delete("a"))), "appended");
  ASSERT_EQ(compact_log(*store).value().events, 1);
  EXPECT_EQ(
      rows("data IS NULL, content_type IS NULL, octet_length(metadata), tags IS NOT NULL", "position = 1"),
      "t|t|32|t\n");
  EXPECT_EQ(
      server->execute("SELECT data_problem, bytes IS NULL FROM " + log + ".readable WHERE position = 1"),
      "compacted|t\n");
}

TEST_F(compacted_rows, leave_their_space_to_what_is_appended_once_they_are_vacuumed) {
  for (const std::size_t size : {1'000U, 10'000U}) {
    SCOPED_TRACE(size);
    SetUp();
    const auto store = open();
    append(*store, 2'000, size);
    keep_ten(*store);
    const std::int64_t before = bytes();
    EXPECT_EQ(compact_log(*store).value().events, 1'980);
    vacuum();
    const std::int64_t after = bytes();
    EXPECT_LT(after, before * 13 / 10) << "the skeletons stand beside what was there until it was vacuumed";
    append(*store, 1'000, size);
    EXPECT_LT(bytes(), after + before / 10) << "half as much again";
    server->execute("VACUUM FULL " + log + ".events");
    EXPECT_LT(bytes(), before * 3 / 4);
    EXPECT_EQ(head_of(*store), 3'002);
    EXPECT_EQ(store->read_stream("s-0", {}, {}, {.limit = 2'000}).value().size(), 510U);
  }
}

TEST_F(compacted_rows, are_made_without_the_lock_of_the_log) {
  const auto store = open();
  append(*store, 100, 100);
  keep_ten(*store);
  const std::unique_ptr<PGconn, decltype(&PQfinish)> other{PQconnectdb(server->url().c_str()), PQfinish};
  const std::string hold = "BEGIN; LOCK TABLE " + log + ".log IN EXCLUSIVE MODE";
  PQclear(PQexec(other.get(), hold.c_str()));
  ASSERT_EQ(PQtransactionStatus(other.get()), PQTRANS_INTRANS);
  EXPECT_EQ(compact_log(*store).value().events, 90);
}

TEST_F(compacted_rows, are_made_of_no_row_that_is_damaged) {
  const auto store = open();
  append(*store, 100, 100);
  keep_ten(*store);
  server->execute("UPDATE " + log + ".events SET data = 'x' WHERE position = 3");
  const auto refused = compact_log(*store, {.slice = {.most_compacted = 1}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::corrupt);
  EXPECT_NE(refused.error().message.find("position 3"), std::string::npos);
  EXPECT_EQ(rows("count(*)", "data IS NULL"), "2\n");
}

}  // namespace
}  // namespace varve::postgres
