#include "customer.hpp"

#include <utility>

namespace varve::simulated {
namespace {

using namespace std::chrono_literals;

}  // namespace

const stream_id& customer::stream() {
  static const stream_id one{"account-1"};
  return one;
}

customer::customer(surroundings around, std::string name, std::size_t commands)
    : mortal(around), env_(around.world.env()), name_(std::move(name)), ids_(*env_.clock, *env_.random) {
  for (std::size_t i = 0; i < commands; ++i) {
    const int amount = static_cast<int>(around.world.below(20)) - 9;
    command_context context;
    context.id.emplace(name_ + "." + std::to_string(i), env_.clock->now());
    commands_.push_back({{amount == 0 ? 10 : amount}, std::move(context)});
  }
}

void customer::send() {
  if (content()) return;
  in_doubt_ = false;
  work_ = std::make_unique<work>(detail::many_commands<std::vector<command>>{{commands_[answers_.size()]}},
                                 format::json);
  algorithm_ = std::make_unique<handle_algorithm>(
      *work_, stream(), handle_plan{.page_size = 4, .resend_for = 50ms}, env_, ids_);
  go(algorithm_->start());
}

void customer::go(handle_algorithm::step next) {
  if (struck()) return;
  process_.after(around_.world.up_to(1ms),
                 [this, next = std::make_shared<handle_algorithm::step>(std::move(next))] {
                   around_.world.note(name_);
                   std::visit([this](auto& wanted) { perform(wanted); }, *next);
                 });
}

void customer::perform(handle_algorithm::find_events& wanted) {
  go(algorithm_->on_found(around_.log.find(wanted.ids)));
}

void customer::perform(handle_algorithm::read_page& wanted) {
  go(algorithm_->on_page(around_.log.read_stream(*wanted.stream, wanted.from, wanted.how)));
}

void customer::perform(handle_algorithm::append_events& wanted) {
  if (in_doubt_ && around_.defect == plant::resends_under_new_ids)
    for (auto& write : wanted.request.writes) {
      write.expected = expected::any();
      for (auto& event : write.events) event.id = ids_.next();
    }
  const auto outcome = around_.log.append(std::move(wanted.request));
  in_doubt_ = std::holds_alternative<unknown>(outcome);
  process_.after(around_.world.up_to(1ms), [this, outcome] { go(algorithm_->on_outcome(outcome)); });
  struck();
}

void customer::perform(handle_algorithm::pause& wanted) {
  process_.after(wanted.until - around_.world.now(), [this] { go(algorithm_->on_paused()); });
}

void customer::perform(handle_algorithm::finished& end) {
  if (end.answer)
    answers_.push_back(end.answer->commands.front().has_value());
  else if (end.answer.error().code == errc::rejected)
    answers_.push_back(false);
  else if (!is_transient(end.answer.error().code) && end.answer.error().code != errc::conflict)
    throw broken("a command failed with " + end.answer.error().message);
  process_.after(around_.world.up_to(30ms), [this] { send(); });
}

void customer::judge() const {
  if (!content()) throw broken(name_ + " got no answer to a command in quiet times");
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const bool stands =
        around_.log.truth().event_of(commands_[i].context.id->event(stream().name(), 0)) != nullptr;
    if (stands != answers_[i])
      throw broken("command " + commands_[i].context.id->text() +
                   (stands ? " stands and was refused" : " was carried out and does not stand"));
  }
}

}  // namespace varve::simulated
