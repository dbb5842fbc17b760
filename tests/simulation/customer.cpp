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

customer::customer(testing::simulation& world, simulated_log& log, std::string name, std::size_t commands,
                   plant defect, fault_counts& faults)
    : world_(world),
      env_(world.env()),
      log_(log),
      name_(std::move(name)),
      defect_(defect),
      faults_(faults),
      process_(world),
      ids_(*env_.clock, *env_.random) {
  for (std::size_t i = 0; i < commands; ++i) {
    const int amount = static_cast<int>(world.below(20)) - 9;
    command_context context;
    context.id.emplace(name_ + "." + std::to_string(i), env_.clock->now());
    commands_.push_back({{amount == 0 ? 10 : amount}, std::move(context)});
  }
}

void customer::start() {
  process_.after(world_.up_to(30ms), [this] { send(); });
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

bool customer::struck() {
  if (faults_.quiet) return false;
  const auto chance = world_.below(1000);
  if (chance < 5) {
    ++faults_.pauses;
    process_.pause(world_.up_to(500ms));
  } else if (chance < 15) {
    ++faults_.kills;
    process_.kill();
    start();
    return true;
  }
  return false;
}

void customer::go(handle_algorithm::step next) {
  if (struck()) return;
  process_.after(world_.up_to(1ms), [this, next = std::make_shared<handle_algorithm::step>(std::move(next))] {
    world_.note(name_);
    std::visit([this](auto& wanted) { perform(wanted); }, *next);
  });
}

void customer::perform(handle_algorithm::find_events& wanted) {
  go(algorithm_->on_found(log_.find(wanted.ids)));
}

void customer::perform(handle_algorithm::read_page& wanted) {
  go(algorithm_->on_page(log_.read_stream(*wanted.stream, wanted.from, wanted.how)));
}

void customer::perform(handle_algorithm::append_events& wanted) {
  if (in_doubt_ && defect_ == plant::resends_under_new_ids)
    for (auto& write : wanted.request.writes) {
      write.expected = expected::any();
      for (auto& event : write.events) event.id = ids_.next();
    }
  const auto outcome = log_.append(std::move(wanted.request));
  in_doubt_ = std::holds_alternative<unknown>(outcome);
  process_.after(world_.up_to(1ms), [this, outcome] { go(algorithm_->on_outcome(outcome)); });
  struck();
}

void customer::perform(handle_algorithm::pause& wanted) {
  process_.after(wanted.until - world_.now(), [this] { go(algorithm_->on_paused()); });
}

void customer::perform(handle_algorithm::finished& end) {
  if (end.answer)
    answers_.push_back(end.answer->commands.front().has_value());
  else if (end.answer.error().code == errc::rejected)
    answers_.push_back(false);
  else if (!is_transient(end.answer.error().code) && end.answer.error().code != errc::conflict)
    throw broken("a command failed with " + end.answer.error().message);
  process_.after(world_.up_to(30ms), [this] { send(); });
}

void customer::judge() const {
  if (!content()) throw broken(name_ + " got no answer to a command in quiet times");
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    const bool stands = log_.truth().event_of(commands_[i].context.id->event(stream().name(), 0)) != nullptr;
    if (stands != answers_[i])
      throw broken("command " + commands_[i].context.id->text() +
                   (stands ? " stands and was refused" : " was carried out and does not stand"));
  }
}

}  // namespace varve::simulated
