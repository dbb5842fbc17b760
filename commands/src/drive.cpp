#include <varve/commands/drive.hpp>
#include <varve/core/detail/sleep_until.hpp>

#include <utility>

namespace varve {
namespace {

/// Does what the algorithm wants, and gives what it wants next.
struct blocking_driver {
  using step = handle_algorithm::step;

  handle_algorithm& algorithm;
  event_store& store;
  const clock& time;

  step operator()(handle_algorithm::find_events& wanted) {
    return algorithm.on_found(store.find(wanted.ids));
  }
  step operator()(handle_algorithm::read_page& wanted) {
    return algorithm.on_page(store.read_stream(*wanted.stream, wanted.from, {}, wanted.how));
  }
  step operator()(handle_algorithm::append_events& wanted) {
    return algorithm.on_outcome(store.append_and_wait(std::move(wanted.request)));
  }
  step operator()(handle_algorithm::pause& wanted) {
    detail::sleep_until(time, wanted.until);
    return algorithm.on_paused();
  }
  step operator()(handle_algorithm::finished& end) { return std::move(end); }
};

}  // namespace

result<handled_all> drive(handle_algorithm& algorithm, event_store& store, const clock& time) {
  blocking_driver driver{algorithm, store, time};
  auto step = algorithm.start();
  while (true) {
    if (auto* end = std::get_if<handle_algorithm::finished>(&step)) return std::move(end->answer);
    step = std::visit(driver, step);
  }
}

}  // namespace varve
