#include <varve/url/open_store.hpp>

#include "app/commands.hpp"
#include "app/print_json.hpp"
#include "app/report.hpp"

#include <iostream>

namespace shop::app {

int run(const report_command& asked) {
  const auto log = varve::open_store(asked.at.store, {.create = false}).value();
  views::read_models read_models{*log, asked.at.read_models_file()};
  read_models.catch_up();
  const report made = make_report(read_models);
  if (asked.json)
    print_json(made);
  else
    std::cout << made;
  return 0;
}

}  // namespace shop::app
