#include <varve/eventstore/consumer_driver.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace varve {
namespace {

/// A store's wait does not hear of a stop, so it is taken in slices of this length.
constexpr std::chrono::milliseconds longest_look{100};

/// Waits on the clock until then, or until told to stop.
void rest(const clock& time, instant until, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable changed;
  const std::stop_callback wake{stop, [&] {
                                  const std::lock_guard lock{mutex};
                                  changed.notify_all();
                                }};
  std::unique_lock lock{mutex};
  while (!stop.stop_requested() && time.steady() < until) time.wait(lock, changed, until);
}

error lease_ran_out(const checkpoint_key& whose) {
  return {errc::fenced,
          "`" + whose.consumer +
              "`: its lease has run out: this runner wrote nothing and begins again once it holds "
              "the lease"};
}

}  // namespace

consumer::seen seen_of(const page& read) {
  return {read.size(), read.edge(), read.head().position, read.at_end(), read.head().epoch};
}

result<token> consumer_driver::poll() {
  begin(consumer::goal::head);
  while (advance()) {}
  if (end()) return *end();
  return consumer_.reached();
}

std::optional<error> consumer_driver::run(std::stop_token stop) {
  begin(consumer::goal::stop);
  while (advance(stop)) {}
  return end();
}

std::optional<error> consumer_driver::run_leased(const lease_hold& hold, const std::stop_token& stop) {
  hold_ = &hold;
  begin(consumer::goal::leased);
  while (advance(stop)) {}
  hold_ = nullptr;
  return end();
}

bool consumer_driver::advance(std::stop_token stop) {
  do {
    step(stop);
  } while (!std::holds_alternative<consumer::read>(next_) && !std::holds_alternative<consumer::done>(next_));
  return !std::holds_alternative<consumer::done>(next_);
}

void consumer_driver::step(const std::stop_token& stop) {
  if (stop.stop_requested()) consumer_.stop();
  next_ = std::visit([&](const auto& wanted) { return perform(wanted, stop); }, consumer::step{next_});
}

consumer::step consumer_driver::perform(const consumer::take_over&, const std::stop_token&) {
  if (hold_ != nullptr && !hold_->holds(env_.clock->steady()))
    return consumer_.on_take_over(lease_ran_out(consumer_.whose()));
  return consumer_.on_take_over(take_over());
}

consumer::step consumer_driver::perform(const consumer::compare& wanted, const std::stop_token&) {
  auto info = log_.info();
  if (!info) return consumer_.on_compare(info.error());
  consumer::history found{*std::move(info), std::nullopt};
  if (wanted.at == position{}) return consumer_.on_compare(std::move(found));
  auto event = log_.event_at(wanted.at);
  if (!event && event.error().code != errc::not_found) return consumer_.on_compare(event.error());
  if (event) found.event = *std::move(event);
  return consumer_.on_compare(std::move(found));
}

consumer::step consumer_driver::perform(const consumer::read& wanted, const std::stop_token&) {
  return consumer_.on_read(read(wanted.after));
}

consumer::step consumer_driver::perform(const consumer::deliver& wanted, const std::stop_token&) {
  auto delivered = deliver(wanted.before);
  if (auto* refused = std::get_if<consumer::refusal>(&delivered)) {
    return consumer_.on_refuse(std::move(*refused));
  }
  return consumer_.on_deliver(std::get<result<consumer::delivered>>(delivered));
}

consumer::step consumer_driver::perform(const consumer::look_up& wanted, const std::stop_token&) {
  return consumer_.on_look_up(log_.event_at(wanted.at));
}

consumer::step consumer_driver::perform(const consumer::save& wanted, const std::stop_token&) {
  return consumer_.on_save(save(wanted.from, wanted.to));
}

consumer::step consumer_driver::perform(const consumer::wait& wanted, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const instant now = env_.clock->steady();
    if (now >= wanted.until) break;
    const auto head = log_.wait(wanted.after, std::min(wanted.until, now + longest_look));
    if (!head || head->position > wanted.after.position) break;
  }
  if (stop.stop_requested()) consumer_.stop();
  return consumer_.on_wait();
}

consumer::step consumer_driver::perform(const consumer::back_off& wanted, const std::stop_token& stop) {
  on_failure(wanted.why);
  rest(*env_.clock, wanted.until, stop);
  if (stop.stop_requested()) consumer_.stop();
  return consumer_.on_back_off();
}

}  // namespace varve
