#include <varve/url/open_store.hpp>

#include "app/commands.hpp"
#include "app/progress_bar.hpp"
#include "views/read_models.hpp"

namespace shop::app {

void run(const rebuild_command& asked) {
  const auto log = varve::open_store(asked.at.store, {.create = false}).value();
  views::read_models read_models{*log, asked.at.read_models_file()};
  progress_bar bar{"rebuilding", "events"};
  read_models.rebuild([&](const varve::rebuild_progress& at) { bar.show(at.at.value(), at.head.value()); });
}

}  // namespace shop::app
