#include <varve/sqlite/doctor.hpp>
#include <varve/url/store_url.hpp>

#ifdef VARVE_HAS_POSTGRES
#include <varve/postgres/doctor.hpp>
#endif

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/table.hpp"

#include <algorithm>

namespace varve::cli {
namespace {

void print(const std::vector<checkup>& all, bool json, const console& to) {
  table rows{{{"CHECK"}, {"VERDICT"}, {"WHAT"}}, to.out, to.out_terminal};
  for (const auto& one : all) {
    if (!json) {
      rows.add({one.what, std::string(to_string(one.found)), harmless(one.text)});
      continue;
    }
    std::string line;
    json_object{line}
        .text("check", one.what)
        .text("verdict", to_string(one.found))
        .text("text", one.text)
        .close();
    to.out.write(line);
  }
  if (!json) rows.flush();
}

result<std::vector<checkup>> examine(const store_url& where) {
#ifdef VARVE_HAS_POSTGRES
  if (where.what == store_url::kind::postgres) return postgres::examine(where.path);
#endif
  if (where.what == store_url::kind::sqlite) return sqlite::examine(where.path);
  return error{errc::invalid_argument,
               "a log in memory cannot be examined: name a file, sqlite:PATH, or a log in PostgreSQL"};
}

}  // namespace

result<exit_code> run(const doctor_command& asked, const console& to) {
  const auto where = store_url::parse(asked.store);
  if (!where) return where.error();
  const auto all = examine(*where);
  if (!all) return all.error();
  print(*all, asked.json, to);
  const bool ill =
      std::ranges::any_of(*all, [](const checkup& one) { return one.found == checkup::verdict::problem; });
  return ill ? exit_code::failed : exit_code::ok;
}

}  // namespace varve::cli
