#include <varve/url/open_store.hpp>

#include "app/answer.hpp"
#include "app/commands.hpp"
#include "app/report.hpp"

namespace shop::app {

void run(const report_command& asked) {
  const auto log = varve::open_store(asked.at.store, {.create = false}).value();
  views::read_models read_models{*log, asked.at.read_models_file()};
  read_models.catch_up();
  answer(make_report(read_models), asked.json);
}

}  // namespace shop::app
