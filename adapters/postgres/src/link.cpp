#include "link.hpp"

#include "classify.hpp"
#include "connect.hpp"
#include "standby_server.hpp"

#include <utility>
#include <vector>

namespace varve::postgres {
namespace {

constexpr std::size_t most_prepared = 500;

/// What PostgreSQL says of a prepared statement when a table or view has other columns than it had then.
constexpr std::string_view other_columns = "0A000";

#if PQXX_VERSION_MAJOR >= 7
pqxx::params as_parameters(const std::vector<const char*>& values) {
  pqxx::params all;
  for (const char* each : values) all.append(each);
  return all;
}
#else
auto as_parameters(const std::vector<const char*>& values) {
  return pqxx::prepare::make_dynamic_params(values);
}
#endif

#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
pqxx::result run_with(pqxx::nontransaction& on, const std::string& sql, const arguments& with) {
  return on.exec(sql, as_parameters(with.pointers()));
}
pqxx::result run_prepared(pqxx::nontransaction& on, const std::string& name, const arguments& with) {
  return on.exec(pqxx::prepped{name}, as_parameters(with.pointers()));
}
#else
pqxx::result run_with(pqxx::nontransaction& on, const std::string& sql, const arguments& with) {
  const auto values = with.pointers();  // 6.4 borrows them
  return on.exec_params(sql, as_parameters(values));
}
pqxx::result run_prepared(pqxx::nontransaction& on, const std::string& name, const arguments& with) {
  const auto values = with.pointers();
  return on.exec_prepared(name, as_parameters(values));
}
#endif

}  // namespace

link::link(const std::string& url, server to)
    : connection_(connect(url)), on_(std::make_unique<pqxx::nontransaction>(*connection_)), to_(to) {
  try {
    prepares_ = !is_pooled(*connection_, *on_);
  } catch (...) {
    rethrow("connect to PostgreSQL");
  }
}

void link::begin(const std::string& opening) {
  open_ = true;
  failed_ = false;
  if (!opened_on_standby(opening) || to_ == server::any) return;
  usable_ = false;
  throw standby_server{};
}

bool link::opened_on_standby(const std::string& opening) {
  constexpr const char* ask = "SELECT pg_catalog.pg_is_in_recovery()";
  try {
    return run(opening + "; " + ask)[0][0].as<bool>();
  } catch (const sql_failure& why) {
    if (!may_say_standby(why.sqlstate())) throw;
    run("ROLLBACK");
    if (!run(ask)[0][0].as<bool>()) throw;
    return true;
  }
}

pqxx::result link::run(const std::string& sql) {
  try {
    return on_->exec(sql);
  } catch (...) {
    failed(sql);
  }
}

pqxx::result link::run(const std::string& sql, const arguments& with) {
  try {
    return send(sql, with);
  } catch (...) {
    failed(sql);
  }
}

pqxx::result link::send(const std::string& sql, const arguments& with) {
  if (!prepares_) return run_with(*on_, sql, with);
  if (const auto known = names_of_.find(sql); known != names_of_.end()) {
    planned_before_ = true;
    auto answer = run_prepared(*on_, known->second, with);
    planned_before_ = false;
    return answer;
  }
  const std::string name = "varve_" + std::to_string(names_of_.size());
  connection_->prepare(name, sql);
  names_of_.emplace(sql, name);  // also when it fails now: the name is taken
  return run_prepared(*on_, name, with);
}

void link::failed(std::string_view sql) {
  failed_ = true;
  if (!connection_->is_open()) usable_ = false;
  try {
    rethrow("run `" + std::string{sql.substr(0, 200)} + "`");
  } catch (const sql_failure& why) {
    if (!std::exchange(planned_before_, false) || why.sqlstate() != other_columns) throw;
    usable_ = false;
    throw sql_failure{
        {errc::unavailable, std::string{why.what()} + "; try again"}, fate::transient, why.sqlstate()};
  }
}

void link::commit() {
  if (failed_)
    throw failure{
        {errc::invalid_argument, "a statement of the transaction failed, so that nothing of it can be kept"}};
  try {
    run("COMMIT");
    open_ = false;
  } catch (const sql_failure& why) {
    if (connection_->is_open() && !why.sqlstate().empty() && !why.sqlstate().starts_with("57P")) throw;
    throw sql_failure{{errc::in_doubt, why.what()}, fate::unknown, why.sqlstate()};
  }
  if (names_of_.size() > most_prepared) usable_ = false;
}

void link::rollback() noexcept {
  if (!connection_->is_open()) usable_ = false;
  if (!open_ || !usable_) return;
  try {
    on_->exec("ROLLBACK");
    open_ = false;
  } catch (const std::exception&) {
    usable_ = false;  // the server rolls back what it loses
  }
}

}  // namespace varve::postgres
