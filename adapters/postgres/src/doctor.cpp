#include <varve/core/error.hpp>
#include <varve/postgres/doctor.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "address.hpp"
#include "classify.hpp"
#include "connect.hpp"
#include "identifier.hpp"

#include <functional>
#include <pqxx/pqxx>
#include <string>
#include <utility>

namespace varve::postgres {
namespace {

using enum checkup::verdict;

/// One look at a server, through one connection.
class examination {
 public:
  explicit examination(const address& where, const doctor_options& how)
      : where_(where), how_(how), through_(connect(where.connection())), on_(*through_) {}

  [[nodiscard]] std::vector<checkup> run();

 private:
  using check = checkup (examination::*)();

  /// The first column of the only row, as text.
  [[nodiscard]] std::string ask(const std::string& sql) { return on_.exec(sql)[0][0].c_str(); }
  [[nodiscard]] bool log_stands() {
    return !on_.exec("SELECT FROM pg_tables WHERE schemaname = '" + where_.log() + "' AND tablename = 'log'")
                .empty();
  }
  [[nodiscard]] bool holds(const std::string& sql) { return ask(sql) == "t"; }
  [[nodiscard]] std::string setting(const char* name) {
    return ask(std::string("SELECT current_setting('") + name + "')");
  }

  checkup server();
  checkup log();
  checkup role();
  checkup fsync();
  checkup full_page_writes();
  checkup synchronous_commit();
  checkup isolation();
  checkup wal_level();
  checkup checksums();
  checkup pooler();
  checkup transactions();
  checkup prepared();

  const address& where_;
  const doctor_options how_;
  const std::unique_ptr<pqxx::connection> through_;
  pqxx::nontransaction on_;
};

std::vector<checkup> examination::run() {
  const std::vector<std::pair<const char*, check>> all{
      {"server", &examination::server},
      {"log", &examination::log},
      {"role", &examination::role},
      {"fsync", &examination::fsync},
      {"full_page_writes", &examination::full_page_writes},
      {"synchronous_commit", &examination::synchronous_commit},
      {"isolation", &examination::isolation},
      {"wal_level", &examination::wal_level},
      {"checksums", &examination::checksums},
      {"pooler", &examination::pooler},
      {"transactions", &examination::transactions},
      {"prepared", &examination::prepared}};
  std::vector<checkup> out;
  for (const auto& [name, look] : all) {
    try {
      out.push_back((this->*look)());
    } catch (const std::exception& why) {
      out.push_back({name, problem, std::string("it cannot be looked at: ") + why.what()});
    }
  }
  return out;
}

checkup examination::server() {
  const std::string version = "PostgreSQL " + setting("server_version");
  if (std::stoi(setting("server_version_num")) < oldest_server)
    return {"server", problem, version + " is older than 15: a log is not opened there"};
  if (const std::string encoding = setting("server_encoding"); encoding != "UTF8")
    return {"server", problem, "the database is encoded in " + encoding + ", and a log needs UTF8"};
  if (holds("SELECT pg_is_in_recovery()"))
    return {"server", remark, version + ", a standby: the log can only be read here"};
  return {"server", good, version};
}

checkup examination::log() {
  const std::string schema = identifier(where_.log());
  if (!log_stands())
    return {"log", problem, "there is no log at " + where_.shown() + ": run `varve postgres init`"};
  const auto row = on_.exec("SELECT format, functions FROM " + schema + ".log");
  const std::string text =
      "a log in format " + std::string(row[0][0].c_str()) + ", functions " + row[0][1].c_str();
  if (!holds("SELECT here FROM " + schema + ".state_1()"))
    return {"log", remark, text + ", restored or promoted since it was written: open it for writing once"};
  return {"log", good, text};
}

checkup examination::role() {
  const std::string who = "`" + ask("SELECT current_user") + "` ";
  if (!log_stands()) return {"role", remark, who + "has no log here that it could be asked about"};
  const std::string may = "SELECT has_schema_privilege('" + where_.log() + "', 'USAGE') AND ";
  if (holds("SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = '" + where_.log() + "'"))
    return {"role", remark,
            who + "owns the log; a role that appends needs less: varve postgres init --append-role"};
  if (holds(may +
            "has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p WHERE p.proname = 'append_1' AND "
            "p.pronamespace = '" +
            identifier(where_.log()) + "'::regnamespace"))
    return {"role", good, who + "may append and read"};
  if (holds(may + "has_table_privilege('" + identifier(where_.log()) + ".events', 'SELECT')"))
    return {"role", good, who + "may read"};
  return {"role", problem, who + "may not read the log: name it to varve postgres init"};
}

checkup examination::fsync() {
  if (setting("fsync") == "on") return {"fsync", good, "on"};
  return {"fsync", problem,
          "off: a crash of the machine may damage the whole database; what was acknowledged survives only a "
          "crash of the server's processes"};
}

checkup examination::full_page_writes() {
  if (setting("full_page_writes") == "on") return {"full_page_writes", good, "on"};
  return {"full_page_writes", problem,
          "off: a power cut may leave pages half written, unless the file system never tears them"};
}

checkup examination::synchronous_commit() {
  const std::string level = setting("synchronous_commit");
  const bool waits = level == "on" || level == "remote_apply";
  if (waits) return {"synchronous_commit", good, level};
  return {"synchronous_commit", remark,
          level +
              " for this role in this database: appends are durable all the same, other commits of this "
              "role are not"};
}

checkup examination::isolation() {
  const std::string level = setting("default_transaction_isolation");
  if (level == "read committed") return {"isolation", good, level};
  return {
      "isolation", problem,
      level +
          " for this role: a log is written under READ COMMITTED, and appends are refused; ALTER ROLE … SET "
          "default_transaction_isolation = 'read committed'"};
}

checkup examination::wal_level() {
  const std::string level = setting("wal_level");
  if (level != "minimal") return {"wal_level", good, level};
  return {"wal_level", remark, "minimal: no standby and no recovery to a point in time"};
}

checkup examination::checksums() {
  if (setting("data_checksums") == "on") return {"checksums", good, "pages carry checksums"};
  return {"checksums", remark,
          "pages carry no checksums: a flipped bit in an index is not noticed; one in an event is, by the "
          "event's own"};
}

checkup examination::pooler() {
  const auto pooled = [](const std::string& url) {
    const auto to = connect(url);
    pqxx::nontransaction on{*to};
    return is_pooled(*to, on);
  };
  if (!pooled(where_.connection())) return {"pooler", good, "none stands before the server"};
  if (where_.listening() != where_.connection() && !pooled(where_.listening()))
    return {"pooler", good, "one stands before the server, and `listen` leads past it"};
  return {"pooler", remark,
          "one stands before the server: nothing wakes those who wait for events, and they look every 20 ms; "
          "`listen` in the URL can name a way past it"};
}

checkup examination::transactions() {
  const auto seconds = [](std::chrono::seconds time) {
    return "now() - " + std::to_string(time.count()) + " * interval '1 s'";
  };
  const auto found = on_.exec(
      "SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND state_change <= " +
      seconds(how_.longest_idle) + "), count(*) FILTER (WHERE xact_start <= " + seconds(how_.longest) +
      "), coalesce(extract(epoch FROM max(now() - xact_start))::bigint, 0), "
      "count(*) FILTER (WHERE query = '<insufficient privilege>') FROM pg_stat_activity WHERE datname = "
      "current_database() AND pid <> pg_backend_pid() AND "
      // of sessions of other roles no more than the role is seen; what the server does by itself has none
      "(backend_type = 'client backend' OR (backend_type IS NULL AND usesysid IS NOT NULL))");
  const auto number = [&](int column) { return found[0][column].as<std::int64_t>(); };
  if (number(0) > 0)
    return {"transactions", problem,
            std::to_string(number(0)) +
                " sessions idle in a transaction: they keep dead rows and locks; set "
                "idle_in_transaction_session_timeout"};
  if (number(1) > 0)
    return {"transactions", remark,
            std::to_string(number(1)) + " run for more than " + std::to_string(how_.longest.count()) +
                " s, the longest for " + std::to_string(number(2)) + " s: dead rows are kept for them"};
  if (number(3) > 0)
    return {"transactions", remark,
            "those of other roles cannot be seen: ask as a member of pg_read_all_stats"};
  return {"transactions", good, "none is long"};
}

checkup examination::prepared() {
  const auto found = on_.exec(
      "SELECT count(*), coalesce(extract(epoch FROM max(now() - prepared))::bigint, 0) FROM "
      "pg_prepared_xacts "
      "WHERE database = current_database()");
  if (found[0][0].as<int>() == 0) return {"prepared", good, "no transaction is prepared"};
  return {"prepared", remark,
          std::string(found[0][0].c_str()) + " prepared transactions, the oldest for " + found[0][1].c_str() +
              " s: they keep their locks and dead rows until somebody decides them"};
}

}  // namespace

std::vector<checkup> examine(std::string_view url, const doctor_options& how) {
  const auto where = address::parse(url);
  if (!where) return {{"server", problem, where.error().message}};
  try {
    return examination{*where, how}.run();
  } catch (const std::exception& why) {
    return {{"server", problem, why.what()}};
  }
}

}  // namespace varve::postgres
