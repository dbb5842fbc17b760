#include "connect.hpp"
#include "schema_test.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;

/// A view `sales` that shows generation 1; generation 2 has one more column.
class shown_view : public schema_test {
 protected:
  shown_view() {
    write([](read_model_session& in) {
      make(in, 1, shape);
      in.show("sales", 1);
      make(in, 2, wider);
    });
  }

  template<class F>
  void write(F work) {
    const auto session = db.begin_write();
    work(*session);
    session->commit();
  }
  static void make(read_model_session& in, std::int64_t generation, const row_shape& of) {
    in.use_generation(generation);
    in.create_rows("sales", of);
  }
  void switch_to(std::int64_t generation) {
    write([&](read_model_session& in) {
      in.require_replaceable("sales");
      in.drop_view("sales");
      in.show("sales", generation);
    });
  }
  std::string role() {
    const auto name = testing::shared_server::fresh_name();
    server().create_role(name);
    elsewhere("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
    return name;
  }
  std::string as(const std::string& who, const std::string& sql) {
    return testing::postgres_server::execute_at(server().url("postgres", who),
                                                "SET search_path = " + schema + "; " + sql);
  }

  inline static const row_shape shape{{{"key", column_type::text, true}},
                                      {{"amount", column_type::integer, true}}};
  inline static const row_shape wider{
      {{"key", column_type::text, true}},
      {{"amount", column_type::integer, true}, {"note", column_type::text, false}}};
};

TEST_F(shown_view, cannot_be_written_through) {
  for (const auto* sql :
       {"INSERT INTO sales VALUES('a', 1)", "UPDATE sales SET amount = 0", "DELETE FROM sales"})
    EXPECT_THROW(elsewhere(sql), std::runtime_error) << sql;
}

TEST_F(shown_view, is_read_by_the_index_of_its_table) {
  elsewhere("INSERT INTO sales__1 SELECT i::text, i FROM generate_series(1, 20000) i; ANALYZE sales__1");
  EXPECT_NE(elsewhere("EXPLAIN SELECT amount FROM sales WHERE key = '7'").find("Index Scan"),
            std::string::npos);
}

TEST_F(shown_view, keeps_grants_over_a_switch) {
  const auto reader = role(), other = role(), column_reader = role();
  elsewhere("GRANT SELECT ON sales TO " + reader + " WITH GRANT OPTION; GRANT SELECT (amount) ON sales TO " +
            column_reader);
  switch_to(2);
  EXPECT_EQ(as(reader, "SELECT count(*) FROM sales"), "0\n");
  EXPECT_EQ(as(reader, "GRANT SELECT ON sales TO " + other + "; SELECT 1"), "1\n");
  EXPECT_EQ(as(column_reader, "SELECT sum(amount) FROM sales"), "\n");
  EXPECT_THROW(as(column_reader, "SELECT key FROM sales"), std::runtime_error);
  EXPECT_THROW(as(role(), "SELECT * FROM sales"), std::runtime_error);
}

TEST_F(shown_view, is_not_granted_by_default_to_whom_it_was_taken_from) {
  const auto reader = role();
  elsewhere("ALTER DEFAULT PRIVILEGES IN SCHEMA " + schema + " GRANT SELECT ON TABLES TO " + reader);
  switch_to(2);
  EXPECT_THROW(as(reader, "SELECT * FROM sales"), std::runtime_error);
}

TEST_F(shown_view, keeps_owner_and_options_over_a_switch_and_can_still_be_read) {
  const auto owner = role(), reader = role();
  elsewhere("GRANT CREATE ON SCHEMA " + schema + " TO " + owner + "; GRANT SELECT ON sales__1 TO " + owner +
            "; ALTER VIEW sales SET (security_barrier); ALTER VIEW sales OWNER TO " + owner +
            "; GRANT SELECT ON sales TO " + reader);
  switch_to(2);
  EXPECT_EQ(
      elsewhere("SELECT pg_get_userbyid(relowner), reloptions FROM pg_class WHERE oid = 'sales'::regclass"),
      owner + "|{security_barrier=true}\n");
  EXPECT_EQ(as(reader, "SELECT count(*) FROM sales"), "0\n");
}

TEST_F(shown_view, is_refused_a_replacement_while_something_depends_on_it) {
  for (const std::string make :
       {"VIEW report AS SELECT sum(amount) FROM sales",
        "FUNCTION doubled(sales) RETURNS bigint LANGUAGE sql AS 'SELECT 2 * $1.amount'",
        "RULE quiet AS ON INSERT TO sales DO INSTEAD NOTHING"}) {
    elsewhere("CREATE " + make);
    const auto refused = error_of([&] { switch_to(2); });
    EXPECT_EQ(refused.code, errc::invalid_argument);
    EXPECT_NE(refused.message.find("depends on it"), std::string::npos) << refused.message;
    elsewhere(
        "DROP VIEW IF EXISTS report; DROP FUNCTION IF EXISTS doubled; DROP RULE IF EXISTS quiet ON sales");
  }
  EXPECT_NO_THROW(switch_to(2));
}

TEST_F(shown_view, is_refused_a_replacement_when_it_belongs_to_somebody_else) {
  const auto writer = role();
  elsewhere("GRANT CREATE ON SCHEMA " + schema + " TO " + writer + "; GRANT ALL ON ALL TABLES IN SCHEMA " +
            schema + " TO " + writer);
  database lesser{server().url("postgres", writer), {.schema = schema}};
  const auto session = lesser.begin_write();
  const auto refused = error_of([&] { session->require_replaceable("sales"); });
  EXPECT_EQ(refused.code, errc::invalid_argument);
  EXPECT_NE(refused.message.find("belongs to postgres"), std::string::npos) << refused.message;
}

TEST_F(shown_view, is_not_waited_for_longer_than_told_while_somebody_reads_it) {
  database hasty{server().url(), {.schema = schema, .longest_switch = 50ms}};
  const auto reader = connect(server().url());
  pqxx::work reading{*reader};
  reading.exec("SELECT * FROM " + schema + ".sales");
  {
    const auto session = hasty.begin_write();
    EXPECT_EQ(error_of([&] { session->drop_view("sales"); }).code, errc::unavailable);
  }
  reading.commit();
  const auto session = hasty.begin_write();
  session->drop_view("sales");
  session->show("sales", 2);
  session->commit();
  EXPECT_EQ(count("SELECT count(note) FROM sales"), 0);
}

TEST_F(shown_view, fails_a_prepared_statement_once_when_its_columns_changed) {
  const auto reader = connect(server().url());
  const auto run = [&](const std::string& sql) {
    pqxx::nontransaction reading{*reader};
    return reading.exec(sql);
  };
  const std::string prepare = "PREPARE everything AS SELECT * FROM " + schema + ".sales";
  run(prepare);
  EXPECT_EQ(run("EXECUTE everything").columns(), 2U);
  switch_to(2);
  EXPECT_THROW(run("EXECUTE everything"), pqxx::feature_not_supported);  // 0A000
  run("DEALLOCATE everything");
  run(prepare);
  EXPECT_EQ(run("EXECUTE everything").columns(), 3U);
}

TEST_F(shown_view, fails_a_statement_of_ours_once_when_its_columns_changed) {
  const auto all = [&] {
    return db.read([](transaction& tx) {
      return tx.query_one<std::string>("SELECT * FROM sales WHERE key <> $1", "x").has_value();
    });
  };
  EXPECT_FALSE(all());
  switch_to(2);
  EXPECT_EQ(error_of(all).code, errc::unavailable);
  EXPECT_FALSE(all());
}

TEST_F(shown_view, is_never_seen_missing_by_those_who_read_during_switches) {
  std::atomic<int> switches{0};
  std::jthread switching{[&](const std::stop_token& stop) {
    for (; !stop.stop_requested(); ++switches) switch_to(switches % 2 + 1);
  }};
  while (switches < 20) {
    EXPECT_NO_THROW(
        db.read([](transaction& tx) { EXPECT_EQ(tx.query_one<int>("SELECT count(*) FROM sales"), 0); }));
  }
}

}  // namespace
}  // namespace varve::postgres
