#include "commands/commands.hpp"
#include "output/json_object.hpp"

#ifdef VARVE_HAS_POSTGRES
#include <varve/postgres/init.hpp>
#endif

#include <string>

namespace varve::cli {

#ifdef VARVE_HAS_POSTGRES
result<exit_code> run(const postgres_init_command& asked, const console& to) {
  const postgres::init_options how{.append_role = asked.append_role, .read_role = asked.read_role};
  if (asked.print_sql) {
    std::string statements = postgres::init_sql(asked.store, how);
    statements.pop_back();  // the last line feed
    to.out.write(statements);
    return exit_code::ok;
  }
  const bool made = postgres::init(asked.store, how);
  std::string line = made ? "the log is made" : "the log stood already";
  if (asked.json) {
    line.clear();
    json_object{line}.boolean("made", made).close();
  }
  to.out.write(line);
  return exit_code::ok;
}
#else
result<exit_code> run(const postgres_init_command&, const console&) {
  return error{errc::unsupported, "this build has no store for PostgreSQL"};
}
#endif

}  // namespace varve::cli
