#include "classify.hpp"

#include <new>
#include <pqxx/pqxx>
#include <string>

namespace varve::postgres {
namespace {

/// The classes of PostgreSQL's appendix A that pass by themselves; `57014` is a statement or lock time-out.
bool passes(std::string_view sqlstate) {
  for (const std::string_view each : {"08", "40", "53", "58"}) {
    if (sqlstate.starts_with(each)) return true;
  }
  return sqlstate == "55P03" || sqlstate == "55006" || sqlstate.starts_with("57");
}

std::string_view hint(std::string_view sqlstate) {
  if (sqlstate == "55P03") return "; somebody holds a lock: try again";
  if (sqlstate == "53100") return "; the disk is full: make room and try again";
  if (sqlstate == "53300")
    return "; the server takes no more connections: try again, or raise max_connections";
  return "";
}

/// libpqxx keeps the server's text alone, as libpq puts it together: the query that a function runs and the
/// functions' stack are the last of it.
std::string_view without_place(std::string_view text) {
  constexpr std::string_view severity = "ERROR:  ";
  if (text.starts_with(severity)) text.remove_prefix(severity.size());
  for (const std::string_view part : {"\nQUERY:  ", "\nCONTEXT:  "}) text = text.substr(0, text.find(part));
  return text;
}

[[noreturn]] void raise(errc code, fate what, std::string_view doing, const std::exception& said,
                        std::string_view sqlstate) {
  std::string message = "cannot ";
  message.append(doing).append(": ").append(one_line(without_place(said.what())));
  if (!sqlstate.empty()) message.append(" (SQLSTATE ").append(sqlstate).append(")");
  message.append(hint(sqlstate));
  throw sql_failure{{code, std::move(message)}, what, std::string{sqlstate}};
}

[[noreturn]] void raise(std::string_view doing, const std::exception& said, std::string_view sqlstate) {
  raise(to_errc(sqlstate), fate_of(sqlstate), doing, said, sqlstate);
}

}  // namespace

std::string one_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out{text};
  for (char& c : out)
    if (c == '\n') c = ' ';
  return out;
}

std::string why_refused(const PGresult* answer) {
  std::string out;
  for (const int field : {PG_DIAG_MESSAGE_PRIMARY, PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    const char* const text = PQresultErrorField(answer, field);
    if (text != nullptr) out.append(out.empty() ? "" : "; ").append(one_line(text));
  }
  return out;
}

fate fate_of(std::string_view sqlstate) noexcept {
  return passes(sqlstate) ? fate::transient : fate::permanent;
}

errc to_errc(std::string_view sqlstate) noexcept {
  if (passes(sqlstate)) return errc::unavailable;
  if (sqlstate == "25006" || sqlstate == "42501") return errc::read_only;
  if (sqlstate == "0A000") return errc::unsupported;
  if (sqlstate == "XX001" || sqlstate == "XX002") return errc::corrupt;
  if (sqlstate == "54000" || sqlstate == "22001") return errc::too_large;
  if (sqlstate == "3D000" || sqlstate == "3F000" || sqlstate == "42P01") return errc::not_found;
  return errc::invalid_argument;
}

void rethrow(std::string_view doing) {
  // Whether `transaction_rollback` is a `sql_error` differs between libpqxx 6 and 7, so the finer ones come
  // first.
  try {
    throw;
  } catch (const pqxx::in_doubt_error& e) {
    raise(errc::in_doubt, fate::unknown, doing, e, "");
  } catch (const pqxx::broken_connection& e) {
    raise(errc::unavailable, fate::transient, doing, e, "");
  } catch (const pqxx::statement_completion_unknown& e) {
    raise(errc::in_doubt, fate::unknown, doing, e, "40003");
  } catch (const pqxx::deadlock_detected& e) {
    raise(doing, e, "40P01");
  } catch (const pqxx::serialization_failure& e) {
    raise(doing, e, "40001");
  } catch (const pqxx::transaction_rollback& e) {
    raise(doing, e, "40000");
  } catch (const pqxx::insufficient_privilege& e) {
    raise(doing, e, "42501");  // libpqxx 6 does not say it
  } catch (const pqxx::sql_error& e) {
    raise(doing, e, e.sqlstate());
  } catch (const pqxx::failure& e) {
    raise(errc::unavailable, fate::transient, doing, e, "");
  } catch (const pqxx::usage_error& e) {
    raise(errc::invalid_argument, fate::permanent, doing, e, "");
  } catch (const pqxx::conversion_error& e) {
    raise(errc::corrupt, fate::permanent, doing, e, "");
  }
}

}  // namespace varve::postgres
