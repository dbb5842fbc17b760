#include <varve/eventstore/group_runner.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/eventstore/slice_cut.hpp>
#include <varve/eventstore/subscription.hpp>

#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace varve {
namespace {

error handler_error(const event_view& event, const char* what) {
  return {errc::handler_threw, "its handler threw at position " + std::to_string(event.position.value()) +
                                   ", event " + event.id.to_string() + " (" + std::string{event.type} +
                                   "): " + what};
}

template<class Handle>
result<void> guarded(const Handle& handle, const event_view& event) {
  try {
    return handle(event);
  } catch (const std::exception& thrown) {
    return handler_error(event, thrown.what());
  } catch (...) {
    return handler_error(event, "not a std::exception");
  }
}

/// What all ranges of a subscription have in common.
struct subscribed {
  event_store& log;
  checkpoint_store& checkpoints;
  std::string name;
  filter which;
  subscription::handler handle;
  subscription_options how;
  environment env;
};

/// Handles the events of one range. Where that ends it learns whenever it takes over.
class range_subscription final : public consumer_driver {
 public:
  range_subscription(const subscribed& to, std::int64_t slice)
      : consumer_driver(to.log, {to.name, 0, slice}, to.how.pace, to.env), to_(to), slices_{slice} {}

  [[nodiscard]] bool is_whole() const { return slices_.holds_all(); }
  /// As `run`; ends when it finds that the subscription was cut into several ranges.
  [[nodiscard]] std::optional<error> run_whole(const std::stop_token& stop) {
    only_whole_ = true;
    auto why = run(stop);
    only_whole_ = false;
    return why;
  }

 private:
  result<checkpoint> take_over() override {
    if (auto found = find_range(); !found) return found.error();
    auto taken = to_.checkpoints.take_over(state().whose());
    if (!taken) return taken;
    if (auto found = find_range(); !found) return found.error();
    const std::string range = is_whole() ? "" : " (slices " + text(slices_) + ")";
    env().log->write(log_level::info, "subscription `" + to_.name + "`" + range + " begins behind position " +
                                          std::to_string(taken->position.value()));
    return taken;
  }

  /// The range that begins at its slice; whoever cuts it afterwards fences its holder.
  result<void> find_range() {
    auto all = to_.checkpoints.list(to_.name, 0);
    if (!all) return all.error();
    if (all->empty()) all->emplace_back();
    const std::int64_t slice = state().whose().slice;
    const auto found = range_at(slice, *all);
    if (!found) return error{errc::fenced, "no range begins at slice " + std::to_string(slice)};
    slices_ = *found;
    if (only_whole_ && !is_whole()) return error{errc::stopped, "it was cut into ranges by another program"};
    return {};
  }

  result<consumer::seen> read(const token& after) override {
    auto next = log().read_log(after, to_.which, {.limit = to_.how.page_size, .whole_commits = true});
    if (!next) return next.error();
    page_ = *std::move(next);
    return seen_of(page_);
  }

  delivery deliver(position before) override {
    in_flight(page_.size());
    bool touched = false;
    for (const event_view& event : page_) {
      if (event.commit >= before) break;
      const auto ours = holds(event);
      if (!ours) return consumer::refusal{ours.error(), event.commit, true};
      if (!*ours) continue;
      touched = true;
      if (auto handled = guarded(to_.handle, event); !handled)
        return consumer::refusal{handled.error(), event.commit, true};
    }
    return result<consumer::delivered>{{.full = touched, .touched = touched}};
  }

  /// Whether the event's key belongs to the range.
  result<bool> holds(const event_view& event) const {
    if (is_whole()) return true;
    if (!to_.how.partition_by) return slices_.holds(slice_of(event.stream.name()));
    bool ours = false;
    const auto keyed = [&](const event_view& of) -> result<void> {
      ours = slices_.holds(slice_of(to_.how.partition_by(of)));
      return {};
    };
    if (auto known = guarded(keyed, event); !known) return known.error();
    return ours;
  }

  result<void> save(const checkpoint& from, const checkpoint& to) override {
    auto saved = to_.checkpoints.save(state().whose(), from, to);
    if (saved) in_flight(0);
    return saved;
  }

  void on_failure(const error& why) override {
    env().log->write(log_level::warning, "subscription tries again after: " + why.message);
  }

  void in_flight(std::size_t events) const {
    const auto count = static_cast<double>(events);
    const char* const name = "varve.subscription.in_flight";
    if (is_whole()) return env().metrics->gauge(name, count, {{"subscription", to_.name}});
    const std::string slice = std::to_string(slices_.first);
    env().metrics->gauge(name, count, {{"subscription", to_.name}, {"slice", slice}});
  }

  static std::string text(const slice_range& of) {
    return std::to_string(of.first) + " to " + std::to_string(of.last);
  }

  const subscribed& to_;
  slice_range slices_;
  bool only_whole_ = false;
  page page_;
};

}  // namespace

class subscription::impl final : public group_work {
 public:
  explicit impl(subscribed to) : to_(std::move(to)) { check_partitions(to_.how.partitions).value(); }

  result<token> poll() {
    const auto slices = ranges();
    if (!slices) return named(slices.error());
    std::optional<token> least;
    std::optional<error> first;
    for (const auto slice : *slices) {
      const auto reached = at(slice).poll();
      if (!reached && !first) first = reached.error();
      if (reached && (!least || reached->position < least->position)) least = *reached;
    }
    if (first) return *std::move(first);
    return *least;
  }

  std::optional<error> run(const std::stop_token& stop) {
    if (to_.how.leases.store == nullptr && to_.how.partitions == 1) {
      auto why = at(0).run_whole(stop);
      if (at(0).is_whole()) return why;
    }
    memory_leases own{*to_.env.clock};
    auto leases = to_.how.leases;
    if (leases.store == nullptr) leases.store = &own;
    const std::string scope = leases.group.empty() ? "" : leases.group + "/";
    return run_in_group(*this, scope + "subscription/" + to_.name + "/", leases, to_.env, stop);
  }

  void say(log_level level, const std::string& what) const { to_.env.log->write(level, what); }
  [[nodiscard]] const std::string& name() const { return to_.name; }

  result<std::vector<std::int64_t>> ranges() override {
    auto all = to_.checkpoints.list(to_.name, 0);
    if (!all) return all.error();
    if (is_too_coarse(*all)) {
      if (auto done = to_.checkpoints.cut(to_.name, 0, to_.how.partitions); !done) return done.error();
      all = to_.checkpoints.list(to_.name, 0);
      if (!all) return all.error();
    }
    if (all->empty()) all->emplace_back();
    std::vector<std::int64_t> slices;
    for (const auto& each : *all) slices.push_back(each.slice);
    return slices;
  }

  std::optional<error> work(std::int64_t slice, const lease_hold& hold,
                            const std::stop_token& stop) override {
    auto why = at(slice).run_leased(hold, stop);
    if (why && is_transient(why->code))
      say(log_level::warning, "subscription waits for its lease after: " + why->message);
    return why;
  }

  void on_trouble(const error& why) override {
    say(log_level::warning,
        "subscription `" + to_.name + "` cannot agree with its other runners: " + why.message);
  }

 private:
  [[nodiscard]] bool is_too_coarse(const std::vector<slice_checkpoint>& all) const {
    return all.empty() ? to_.how.partitions > 1 : !splits_for(all, to_.how.partitions).empty();
  }

  [[nodiscard]] error named(const error& why) const {
    return {why.code, "`" + to_.name + "`: " + why.message};
  }

  [[nodiscard]] range_subscription& at(std::int64_t slice) {
    const std::lock_guard lock{mutex_};
    return ranges_.try_emplace(slice, to_, slice).first->second;
  }

  const subscribed to_;
  std::mutex mutex_;
  std::map<std::int64_t, range_subscription> ranges_;
};

subscription::subscription(event_store& log, checkpoint_store& checkpoints, std::string name, filter which,
                           handler handle, subscription_options how, environment env)
    : impl_(std::make_unique<impl>(subscribed{log, checkpoints, std::move(name), std::move(which),
                                              std::move(handle), std::move(how), env})) {}

subscription::subscription(subscription&&) noexcept = default;
subscription& subscription::operator=(subscription&&) noexcept = default;
subscription::~subscription() = default;

result<token> subscription::try_poll() {
  auto reached = impl_->poll();
  if (!reached) impl_->say(log_level::error, "subscription stopped: " + reached.error().message);
  return reached;
}

std::optional<error> subscription::run(std::stop_token stop) {
  auto why = impl_->run(stop);
  if (why)
    impl_->say(log_level::error, "subscription stopped: " + why->message);
  else
    impl_->say(log_level::info, "subscription `" + impl_->name() + "` ended as told");
  return why;
}

}  // namespace varve
