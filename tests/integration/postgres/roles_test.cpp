#include <varve/postgres/database.hpp>
#include <varve/postgres/init.hpp>
#include <varve/postgres/lease_store.hpp>

#include "logs_on_a_server.hpp"

#include <chrono>

namespace varve::postgres {
namespace {

class roles : public logs_on_a_server {
 protected:
  /// A log of a role that is no administrator: what it lost, it has lost.
  [[nodiscard]] std::string made_by_owner() {
    server->execute("CREATE SCHEMA " + log + " AUTHORIZATION owner");
    init(url("owner"));
    return url("owner");
  }

  void SetUp() override {
    logs_on_a_server::SetUp();
    for (const std::string role : {"appender", "reader", "stranger", "owner"})
      if (server && server->execute("SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "'") == "0\n")
        server->create_role(role);
  }

  errc code_of_opening(const std::string& at, const store_options& how = {}) {
    try {
      event_store opened{at, how};
    } catch (const failure& problem) {
      return problem.code();
    }
    return errc{};
  }
};

TEST_F(roles, a_role_that_appends_needs_no_more_than_the_functions) {
  init(url(), {.append_role = "appender"});
  event_store store{url("appender")};
  EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  EXPECT_EQ(name_of(store.append_and_wait(append_request::soft_delete("a"))), "appended");
  EXPECT_EQ(head_of(store), 2);
  const std::string at = server->url("postgres", "appender");
  EXPECT_THROW(postgres_server::execute_at(at, "DELETE FROM " + log + ".events"), std::runtime_error);
  EXPECT_THROW(postgres_server::execute_at(at, "INSERT INTO " + log + ".tags VALUES('a', 1)"),
               std::runtime_error);
  EXPECT_THROW(postgres_server::execute_at(at, "SELECT " + log + ".enter_1('" + uuid{}.to_string() + "')"),
               std::runtime_error);
}

TEST_F(roles, a_role_that_reads_can_do_nothing_else) {
  init(url(), {.read_role = "reader"});
  ASSERT_EQ(name_of(open()->append_and_wait(one_event("a", 1))), "appended");
  event_store store{url("reader"), {.read_only = true}};
  EXPECT_EQ(store.read_log(token::start(), {}, {}).value().size(), 1U);
  EXPECT_EQ(store.info().value().events, 1);
  EXPECT_EQ(code_of_opening(url("reader")), errc::read_only) << "it may not commit a barrier";
  const std::string at = server->url("postgres", "reader");
  EXPECT_EQ(postgres_server::execute_at(at, "SELECT data FROM " + log + ".readable"), "1\n");
  EXPECT_THROW(postgres_server::execute_at(at, "DELETE FROM " + log + ".events"), std::runtime_error);
}

TEST_F(roles, a_role_that_may_create_in_public_gets_nobody_to_run_its_functions) {
  server->execute("CREATE SCHEMA trap_" + log + "; GRANT ALL ON SCHEMA trap_" + log + " TO stranger");
  const std::string trap = "trap_" + log;
  const auto plant = [&](const std::string& function, const std::string& type) {
    postgres_server::execute_at(
        server->url("postgres", "stranger"),
        "CREATE FUNCTION " + trap + "." + function + " RETURNS " + type +
            " LANGUAGE plpgsql AS $$ BEGIN RAISE 'sprung by %', current_user; END $$");
  };
  plant("hashtextextended(text, integer)", "bigint");
  plant("convert_from(bytea, text)", "text");
  plant("pg_total_relation_size(oid)", "bigint");
  const std::string path = "options=-csearch_path%3D" + trap + ",public";
  event_store store{url() + "&" + path};
  EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  EXPECT_EQ(store.info().value().events, 1);
  EXPECT_EQ(postgres_server::execute_at(server->url() + "?" + path, "SELECT data FROM " + log + ".readable"),
            "1\n");
  EXPECT_NO_THROW((database{server->url() + "?" + path, {.schema = "models_" + log}}));
}

TEST_F(roles, the_owner_loses_nothing_when_it_is_named) {
  const std::string own = made_by_owner();
  init(own, {.append_role = "owner", .read_role = "owner"});
  init(own, {.append_role = "appender"});
  event_store store{own};
  EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  event_store other{url("appender")};
  EXPECT_EQ(name_of(other.append_and_wait(one_event("a", 2))), "appended");
}

TEST_F(roles, an_owner_who_was_deprived_of_its_functions_has_them_back_after_init) {
  const std::string own = made_by_owner();
  server->execute("REVOKE EXECUTE ON FUNCTION " + log + ".enter_1, " + log + ".keys_1, " + log +
                  ".import_2 FROM owner");
  ASSERT_EQ(code_of_opening(own), errc::read_only);
  EXPECT_FALSE(init(own));
  EXPECT_EQ(name_of(event_store{own}.append_and_wait(one_event("a", 1))), "appended");
}

TEST_F(roles, a_role_that_appends_is_given_the_functions_that_it_calls_and_no_others) {
  init(url(), {.append_role = "appender"});
  EXPECT_EQ(
      server->execute("SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = '" +
                      log + "'::regnamespace AND has_function_privilege('appender', oid, 'EXECUTE')"),
      "append_1 barrier_1 change_1 json_1 state_1 tags_1\n");
}

TEST_F(roles, a_role_without_a_name_is_refused) {
  for (const init_options& how : {init_options{.append_role = ""}, init_options{.read_role = ""}}) {
    try {
      init(url(), how);
      ADD_FAILURE() << "it was taken";
    } catch (const failure& problem) {
      EXPECT_EQ(problem.code(), errc::invalid_argument);
      EXPECT_STREQ(problem.what(), "a role that is to be given something must have a name");
    }
    EXPECT_THROW(static_cast<void>(init_sql(url(), how)), failure);
  }
}

TEST_F(roles, what_the_server_refuses_is_said_without_where_in_its_functions) {
  init(url(), {.read_role = "reader"});
  for (const bool by_libpqxx : {false, true}) {
    try {
      if (by_libpqxx)
        init(url("reader"), {.append_role = "reader"});
      else
        event_store opened{url("reader")};
      ADD_FAILURE() << "it was taken";
    } catch (const failure& problem) {
      const std::string said = problem.what();
      EXPECT_NE(said.find("permission denied"), std::string::npos) << said;
      for (const char* const noise : {"ERROR", "CONTEXT", "PL/pgSQL", "uuid"})
        EXPECT_EQ(said.find(noise), std::string::npos) << said;
    }
  }
}

TEST_F(roles, a_role_that_appends_does_not_import) {
  init(url(), {.append_role = "appender"});
  event_store store{url("appender")};
  EXPECT_EQ(store.import_commits({}).error().code, errc::read_only);
}

TEST_F(roles, a_role_that_appends_hides_and_does_not_compact) {
  init(url(), {.append_role = "appender"});
  event_store store{url("appender")};
  ASSERT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  ASSERT_EQ(name_of(store.append_and_wait(append_request::hard_delete("a"))), "appended");
  EXPECT_EQ(store.compact({}, {}).error().code, errc::read_only);
  EXPECT_EQ(open()->compact({}, {}).value().events, 1);
}

TEST_F(roles, a_role_that_appends_may_keep_leases_and_one_that_reads_may_look_at_them) {
  init(url(), {.append_role = "appender", .read_role = "reader"});
  lease_store leases{url("appender")};
  EXPECT_TRUE(leases.acquire("projection/sales/0", "me", std::chrono::seconds{10}).value().in_force());
  lease_store looking{url("reader")};
  EXPECT_EQ(looking.list("").value().size(), 1U);
  EXPECT_FALSE(looking.acquire("projection/sales/0", "me", std::chrono::seconds{10}));
}

TEST_F(roles, what_an_older_library_made_is_brought_up_to_date_by_its_owner) {
  init(url(), {.append_role = "appender", .read_role = "reader"});
  ASSERT_EQ(name_of(open()->append_and_wait(one_event("a", 1))), "appended");
  server->execute("DROP TABLE " + log + ".leases; DROP FUNCTION " + log + ".import_2, " + log +
                  ".compact_2; UPDATE " + log + ".log SET functions = 1");
  EXPECT_EQ(code_of_opening(url("appender")), errc::unsupported) << "the owner must do it";
  EXPECT_EQ(code_of_opening(url("reader"), {.read_only = true}), errc{});
  EXPECT_FALSE(init(url(), {.append_role = "appender"}));
  EXPECT_EQ(code_of_opening(url("appender")), errc{});
  EXPECT_TRUE(lease_store{url("appender")}.list(""));
  EXPECT_EQ(name_of(open()->import_commits({})), "conflict");
}

TEST_F(roles, a_stranger_is_refused_with_what_to_do) {
  EXPECT_EQ(code_of_opening(url("stranger")), errc::read_only);
  init(url());
  EXPECT_NE(code_of_opening(url("stranger"), {.read_only = true}), errc{});
}

TEST_F(roles, the_statements_that_are_printed_make_the_same_log) {
  const std::string statements = init_sql(url(), {.append_role = "appender", .read_role = "reader"});
  server->execute(statements);
  event_store store{url("appender"), {.create = false}};
  EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  EXPECT_FALSE(init(url())) << "it is there already";
}

TEST_F(roles, the_statements_that_are_printed_make_logs_of_different_identities) {
  const std::string statements = init_sql(url());
  EXPECT_TRUE(init_sql(url()) == statements);
  const auto before = std::chrono::system_clock::now().time_since_epoch() - std::chrono::hours{1};
  std::vector<std::string> epochs;
  for (const std::string& database : {"one_" + log, "two_" + log}) {
    server->create_database(database);
    server->execute(statements, database);
    epochs.push_back(server->execute("SELECT epoch FROM " + log + ".log", database));
    EXPECT_GT(std::stoll(server->execute("SELECT created_at FROM " + log + ".log", database)),
              std::chrono::nanoseconds{before}.count());
    event_store store{server->url(database) + "?log=" + log, {.create = false}};
    EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
    EXPECT_EQ(store.info().value().head.epoch.to_string() + "\n", epochs.back());
  }
  EXPECT_NE(epochs[0], epochs[1]);
  EXPECT_EQ(epochs[0].at(14), '4') << "a random UUID";
}

TEST_F(roles, a_role_whose_commits_are_not_durable_appends_durably_all_the_same) {
  init(url(), {.append_role = "appender"});
  server->execute("ALTER ROLE appender SET synchronous_commit = off");
  server->execute(
      "CREATE TABLE " + log + ".levels(level text); CREATE FUNCTION " + log +
      ".note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO " + log +
      ".levels VALUES(current_setting('synchronous_commit')); RETURN NULL; END $$; CREATE CONSTRAINT "
      "TRIGGER noted AFTER INSERT ON " +
      log +
      ".events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
      "EXECUTE FUNCTION " +
      log + ".note()");  // runs in the COMMIT
  event_store store{url("appender")};
  EXPECT_EQ(name_of(store.append_and_wait(one_event("a", 1))), "appended");
  server->execute("ALTER ROLE appender RESET synchronous_commit");
  EXPECT_EQ(server->execute("SELECT DISTINCT level FROM " + log + ".levels"), "on\n");
}

TEST_F(roles, a_role_with_another_isolation_level_is_told_so) {
  init(url(), {.append_role = "appender"});
  server->execute("ALTER ROLE appender SET default_transaction_isolation = 'repeatable read'");
  const errc code = code_of_opening(url("appender"));
  server->execute("ALTER ROLE appender RESET default_transaction_isolation");
  EXPECT_EQ(code, errc::unsupported);
}

}  // namespace
}  // namespace varve::postgres
