#include <varve/eventstore/subscription.hpp>

#include <exception>

namespace varve {
namespace {

error handler_error(const event_view& event, const char* what) {
  return {errc::handler_threw, "its handler threw at position " + std::to_string(event.position.value()) +
                                   ", event " + event.id.to_string() + " (" + std::string{event.type} +
                                   "): " + what};
}

result<void> guarded(const subscription::handler& handle, const event_view& event) {
  try {
    return handle(event);
  } catch (const std::exception& thrown) {
    return handler_error(event, thrown.what());
  } catch (...) {
    return handler_error(event, "not a std::exception");
  }
}

}  // namespace

class subscription::driver final : public consumer_driver {
 public:
  driver(event_store& store, checkpoint_store& checkpoints, std::string name, filter which, handler handle,
         subscription_options how, environment outside)
      : consumer_driver(store, {std::move(name)}, how.pace, outside),
        checkpoints_(checkpoints),
        which_(std::move(which)),
        handle_(std::move(handle)),
        page_size_(how.page_size) {}

  void say(log_level level, const std::string& what) const {
    env().log->write(level, "subscription `" + state().whose().consumer + "` " + what);
  }
  void say_failed(const error& why) const {
    env().log->write(log_level::error, "subscription stopped: " + why.message);
  }

 private:
  result<checkpoint> take_over() override {
    auto taken = checkpoints_.take_over(state().whose());
    if (taken) say(log_level::info, "begins behind position " + std::to_string(taken->position.value()));
    return taken;
  }

  result<consumer::seen> read(const token& after) override {
    auto next = log().read_log(after, which_, {.limit = page_size_, .whole_commits = true});
    if (!next) return next.error();
    page_ = *std::move(next);
    return seen_of(page_);
  }

  delivery deliver(position before) override {
    in_flight(page_.size());
    for (const event_view& event : page_) {
      if (event.commit >= before) break;
      if (auto handled = guarded(handle_, event); !handled) {
        return consumer::refusal{handled.error(), event.commit, true};
      }
    }
    return result<bool>{true};
  }

  result<void> save(const checkpoint& from, const checkpoint& to) override {
    auto saved = checkpoints_.save(state().whose(), from, to);
    if (saved) in_flight(0);
    return saved;
  }

  void on_failure(const error& why) override {
    env().log->write(log_level::warning, "subscription tries again after: " + why.message);
  }

  void in_flight(std::size_t events) const {
    env().metrics->gauge("varve.subscription.in_flight", static_cast<double>(events),
                         {{"subscription", state().whose().consumer}});
  }

  checkpoint_store& checkpoints_;
  filter which_;
  handler handle_;
  std::size_t page_size_;
  page page_;
};

subscription::subscription(event_store& log, checkpoint_store& checkpoints, std::string name, filter which,
                           handler handle, subscription_options how, environment env)
    : driver_(std::make_unique<driver>(log, checkpoints, std::move(name), std::move(which), std::move(handle),
                                       how, env)) {}

subscription::subscription(subscription&&) noexcept = default;
subscription& subscription::operator=(subscription&&) noexcept = default;
subscription::~subscription() = default;

result<token> subscription::try_poll() {
  auto reached = driver_->poll();
  if (!reached) driver_->say_failed(reached.error());
  return reached;
}

std::optional<error> subscription::run(std::stop_token stop) {
  auto why = driver_->run(std::move(stop));
  if (why) {
    driver_->say_failed(*why);
  } else {
    driver_->say(log_level::info, "ended as told");
  }
  return why;
}

}  // namespace varve
