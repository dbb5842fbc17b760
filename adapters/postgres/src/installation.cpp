#include "installation.hpp"

#include <varve/core/epoch.hpp>
#include <varve/postgres/init.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "classify.hpp"
#include "connect.hpp"
#include "identifier.hpp"
#include "sql_scripts.hpp"

#include <pqxx/pqxx>
#include <utility>

namespace varve::postgres {
namespace {

constexpr int format = 1;
constexpr int functions = 2;  // and what came with that release of them

std::string filled(std::string_view script, std::string_view placeholder, std::string_view value) {
  std::string out;
  for (std::size_t at = script.find(placeholder); at != std::string_view::npos;
       at = script.find(placeholder)) {
    out.append(script.substr(0, at)).append(value);
    script.remove_prefix(at + placeholder.size());
  }
  return out.append(script);
}

std::string for_log(std::string_view script, const std::string& log) {
  return filled(script, "{log}", identifier(log));
}

/// What a log is known by, as SQL.
struct identity {
  std::string epoch;
  std::string created_at;
};

identity given_by(const environment& env) {
  return {"'" + epoch::random(*env.random).to_string() + "'",
          std::to_string(env.clock->now().time_since_epoch().count())};
}

/// Statements may be run in several databases: each log has one of its own.
identity given_by_the_server() {
  return {"gen_random_uuid()", "(extract(epoch FROM clock_timestamp()) * 1000000000)::bigint"};
}

std::string making(const std::string& log, const identity& own) {
  std::string row = for_log(scripts::row, log);
  row = filled(row, "{epoch}", own.epoch);
  row = filled(row, "{created_at}", own.created_at);
  return for_log(scripts::tables, log) + '\n' + for_log(scripts::functions, log) + '\n' +
         for_log(scripts::release_2, log) + '\n' + row;
}

void require_names(const init_options& how) {
  for (const auto* role : {&how.append_role, &how.read_role})
    if (*role && (*role)->empty())
      throw failure{{errc::invalid_argument, "a role that is to be given something must have a name"}};
}

std::string granting(const std::string& log, const init_options& how) {
  require_names(how);
  std::string out;
  if (how.append_role)
    out += filled(for_log(scripts::append_role, log), "{role}", identifier(*how.append_role));
  if (how.read_role) out += filled(for_log(scripts::read_role, log), "{role}", identifier(*how.read_role));
  return out;
}

/// A transaction that makes or looks at a log. Nothing in it is looked up where somebody else may create.
class installation {
 public:
  installation(pqxx::connection& through, const address& where) : where_(where), tx_(through) {
    tx_.exec(
        "SELECT set_config('idle_in_transaction_session_timeout', '60s', true), "
        "set_config('synchronous_commit', 'on', true), set_config('search_path', 'pg_catalog, pg_temp', "
        "true)");
  }

  void check_server() {
    const auto found =
        tx_.exec("SELECT current_setting('server_version_num')::integer, current_setting('server_encoding')");
    if (found[0][0].as<int>() < oldest_server) refuse("the server is older than PostgreSQL 15");
    if (found[0][1].as<std::string>() != "UTF8")
      refuse("the database's encoding is " + found[0][1].as<std::string>() + ", not UTF8");
  }

  /// Asks the catalogue itself: to_regclass would answer from a cache that another transaction has outdated.
  [[nodiscard]] bool exists() {
    return !tx_.exec(
                   "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = "
                   "'log' AND "
                   "n.nspname = '" +
                   where_.log() + "'")
                .empty();
  }

  void check_format() {
    const auto columns =
        tx_.exec("SELECT count(*) FROM pg_attribute WHERE attrelid = '" + identifier(where_.log()) +
                 ".log'::regclass AND attname IN ('one', 'format', 'functions', 'epoch', 'barriers', "
                 "'system_identifier')");
    if (columns[0][0].as<int>() != 6) refuse("the schema " + where_.log() + " is no log");
    const auto row = tx_.exec("SELECT format, functions FROM " + identifier(where_.log()) + ".log");
    if (row.size() != 1) refuse("the schema " + where_.log() + " is no log");
    if (row[0][0].as<int>() != format)
      refuse("its format is " + row[0][0].as<std::string>() + " and this library knows format 1");
  }

  /// Brings a log that an older library made up to date.
  void upgrade() {
    if (installed() >= functions) return;
    if (!owned()) refuse("its functions are older than this library: run `varve postgres init` as its owner");
    lock();
    if (installed() >= functions) return;
    tx_.exec(for_log(scripts::release_2, where_.log()));
    tx_.exec("UPDATE " + identifier(where_.log()) + ".log SET functions = " + std::to_string(functions));
  }

  /// False when somebody else was first.
  bool make(const environment& env) {
    lock();
    if (exists()) return false;
    const auto schema = tx_.exec("SELECT oid FROM pg_namespace WHERE nspname = '" + where_.log() + "'");
    if (schema.empty()) {
      tx_.exec("CREATE SCHEMA " + identifier(where_.log()));
    } else if (!tx_.exec("SELECT FROM pg_class WHERE relnamespace = " + schema[0][0].as<std::string>())
                    .empty()) {
      refuse("the schema " + where_.log() + " holds tables of somebody else");
    }
    tx_.exec(making(where_.log(), given_by(env)));
    return true;
  }

  /// Whether the server carries its commits to the disk, in whole pages.
  [[nodiscard]] bool synced() {
    return tx_
        .exec("SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'")[0][0]
        .as<bool>();
  }

  void grant(const std::string& statements) {
    tx_.exec(for_log(scripts::owners, where_.log()));
    if (!statements.empty()) tx_.exec(statements);
  }

  void commit() { tx_.commit(); }

 private:
  /// Others that make or change this log wait.
  void lock() {
    tx_.exec("SELECT pg_advisory_xact_lock(hashtextextended('varve log ' || '" + where_.log() + "', 0))");
  }

  /// The release of its functions.
  [[nodiscard]] int installed() {
    return tx_.exec("SELECT functions FROM " + identifier(where_.log()) + ".log")[0][0].as<int>();
  }

  [[nodiscard]] bool owned() {
    return !tx_.exec("SELECT FROM pg_namespace WHERE nspname = '" + where_.log() +
                     "' AND pg_has_role(nspowner, 'USAGE')")
                .empty();
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw failure{{errc::unsupported, where_.shown() + ": " + why}};
  }

  const address& where_;
  pqxx::work tx_;
};

template<class Work>
void in_transaction(const address& where, std::string_view doing, const Work& work) {
  const auto through = connect(where.connection());
  try {
    installation log{*through, where};
    log.check_server();
    work(log);
    log.commit();
  } catch (const failure&) {
    throw;
  } catch (...) {
    rethrow(doing);
  }
}

}  // namespace

bool prepare_log(const address& where, const store_options& how) {
  bool synced = false;
  in_transaction(
      where, "make a log in " + where.shown() + " (`varve postgres init --print-sql` shows what is needed)",
      [&](installation& log) {
        if (!log.exists()) {
          if (how.read_only || !how.create)
            throw failure{{errc::not_found, "there is no log at " + where.shown()}};
          log.make(how.env);
        }
        log.check_format();
        if (!how.read_only) log.upgrade();
        synced = log.synced();
      });
  return synced;
}

std::string init_sql(std::string_view url, const init_options& how) {
  const address where = address::parse(url).value();
  return "BEGIN;\nCREATE SCHEMA IF NOT EXISTS " + identifier(where.log()) + ";\n" +
         making(where.log(), given_by_the_server()) + granting(where.log(), how) + "COMMIT;\n";
}

bool init(std::string_view url, const init_options& how) {
  const address where = address::parse(url).value();
  const std::string grants = granting(where.log(), how);
  bool made = false;
  in_transaction(where, "make a log in " + where.shown(), [&](installation& log) {
    made = !log.exists() && log.make(how.env);
    log.check_format();
    log.upgrade();
    log.grant(grants);
  });
  return made;
}

}  // namespace varve::postgres
