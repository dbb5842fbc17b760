#include "logs_on_a_server.hpp"

#include <limits>

namespace varve::postgres {
namespace {

class rows_in_sql : public logs_on_a_server {
 protected:
  appended append(event_store& store, const std::string& data, const std::string& content_type = {}) {
    const auto out = store.append_and_wait(
        append_request::to("a", {{.type = "noted", .data = data, .content_type = content_type}}));
    EXPECT_EQ(name_of(out), "appended");
    return std::get<appended>(out);
  }
  std::string readable(const std::string& columns) {
    return server->execute("SELECT " + columns + " FROM " + log + ".readable ORDER BY position");
  }
};

TEST_F(rows_in_sql, json_is_queried_as_json) {
  const auto store = open();
  append(*store, R"({"sku":"apple","price":12.50})");
  EXPECT_EQ(readable("data->>'sku', (data->>'price')::numeric * 2, stream, type, metadata"),
            "apple|25.00|a|noted|{}\n");
}

TEST_F(rows_in_sql, what_postgresql_cannot_hold_is_null_with_a_reason_and_stands_byte_by_byte) {
  const auto store = open();
  for (const std::string data : {R"({"a":"\u0000"})", R"({"a":"\ud800"})", R"({"a":1e400000})"})
    append(*store, data);
  append(*store, std::string("\0\xFF", 2), "application/octet-stream");
  EXPECT_EQ(readable("data IS NULL, data_problem IS NOT NULL"), "t|t\nt|t\nt|t\nt|t\n");
  EXPECT_EQ(readable("encode(bytes, 'hex')").substr(0, 28), "7b2261223a225c7530303030227d");
  const page all = store->read_log(token::start(), {}, {}).value();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1].data, R"({"a":"\ud800"})");
  EXPECT_EQ(all[2].data, R"({"a":1e400000})");
  EXPECT_EQ(all[3].data, std::string_view("\0\xFF", 2));
}

TEST_F(rows_in_sql, all_streams_are_listed_without_a_limit) {
  const auto store = open();
  append(*store, "1");
  EXPECT_EQ(store->list_streams({.limit = std::numeric_limits<std::size_t>::max()}).value().streams.size(),
            1U);
}

TEST_F(rows_in_sql, the_greatest_revision_is_one_that_no_stream_has) {
  const auto store = open();
  append_request beyond = one_event("a");
  beyond.writes.front().expected = revision::max();
  EXPECT_EQ(name_of(store->append_and_wait(beyond)), "conflict");
  EXPECT_EQ(name_of(store->append_and_wait(append_request::soft_delete("a", revision::max()))), "conflict");
}

TEST_F(rows_in_sql, a_flipped_bit_is_found_when_the_row_is_read) {
  for (const std::string damage :
       {"data = set_byte(data, 1, get_byte(data, 1) # 4)",
        "digest = set_byte(digest, 31, get_byte(digest, 31) # 1)", "occurred_at = occurred_at # 1",
        "recorded_at = recorded_at # (1::bigint << 62)", "behind = behind # 2",
        "checksum = checksum # (1::bigint << 40)", "id = gen_random_uuid()", "content_type = 'text/plain'",
        "tags = '\\x0161'::bytea"}) {
    SetUp();
    const auto store = open();
    append(*store, R"({"sku":"apple"})");
    ASSERT_TRUE(store->read_log(token::start(), {}, {}));
    server->execute("UPDATE " + log + ".events SET " + damage);
    EXPECT_EQ(store->read_log(token::start(), {}, {}).error().code, errc::corrupt) << damage;
    EXPECT_EQ(store->read_stream("a", {}, {}, {}).error().code, errc::corrupt) << damage;
  }
}

TEST_F(rows_in_sql, a_renamed_stream_or_type_is_found_too) {
  const auto store = open();
  append(*store, "1");
  server->execute("UPDATE " + log + ".streams SET name = 'b'");
  EXPECT_EQ(store->read_log(token::start(), {}, {}).error().code, errc::corrupt);
}

}  // namespace
}  // namespace varve::postgres
