#include <varve/sqlite/doctor.hpp>
#include <varve/url/store_url.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/table.hpp"

#include <algorithm>

namespace varve::cli {
namespace {

void print(const std::vector<sqlite::checkup>& all, bool json, const console& to) {
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

}  // namespace

result<exit_code> run(const doctor_command& asked, const console& to) {
  const auto where = store_url::parse(asked.store);
  if (!where) return where.error();
  if (where->what != store_url::kind::sqlite)
    return error{errc::invalid_argument, "only a log in a file can be examined: sqlite:PATH"};
  const auto all = sqlite::examine(where->path);
  print(all, asked.json, to);
  const bool ill = std::ranges::any_of(
      all, [](const sqlite::checkup& one) { return one.found == sqlite::checkup::verdict::problem; });
  return ill ? exit_code::failed : exit_code::ok;
}

}  // namespace varve::cli
