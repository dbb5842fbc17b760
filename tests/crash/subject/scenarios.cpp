#include "scenarios.hpp"

#include <varve/core/digest.hpp>
#include <varve/core/json.hpp>
#include <varve/sqlite/backup.hpp>
#include <varve/sqlite/file_space.hpp>
#include <varve/sqlite/verify.hpp>
#include <varve/testing/wait_until.hpp>

#include "compaction.hpp"

#include <chrono>
#include <map>
#include <stdexcept>
#include <utility>

namespace varve::crash {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_recovery = 10s;

/// Every event of the plan, by its id.
const std::map<event_id, const new_event*>& planned_events() {
  static const auto all = plan();
  static const auto by_id = [] {
    std::map<event_id, const new_event*> out;
    for (const auto& each : all)
      for (const auto& write : each.request.writes)
        for (const auto& event : write.events) out[*event.id] = &event;
    return out;
  }();
  return by_id;
}

}  // namespace

scene::scene(const place& where, say tell, std::function<void()> troubled)
    : where_(where), say_(std::move(tell)), troubled_(std::move(troubled)) {}

template<class Work>
void scene::attempt(const Work& work) {
  try {
    work();
  } catch (const failure& problem) {
    if (problem.code() != errc::unavailable && problem.code() != errc::in_doubt) throw;
    say_("refused");
    if (problem.code() == errc::in_doubt) troubled_();
  }
}

void scene::open() {
  attempt([&] {
    if (!log_) log_.emplace(where_.log(), small_bounds(where_.level));
    if (!own_) own_.emplace(where_.view(), small_view_bounds(where_.level));
    if (!shared_) shared_.emplace(where_.log(), small_view_bounds(where_.level));
    if (!own_views_) own_views_.emplace(*log_, *own_);
    if (!log_views_) log_views_.emplace(*log_, *shared_);
  });
}

void scene::close() {
  if (log_) log_->close(closing::finish);
  own_views_.reset();
  log_views_.reset();
  shared_.reset();
  own_.reset();
  log_.reset();
}

void scene::append() {
  sender to{*log_, say_, {.most_tries = 2, .longest_doubt = 30ms, .troubled = troubled_}};
  for (const int end = next_ + steps_under_faults; next_ < end; ++next_)
    if (!to.send(next_, plan_[static_cast<std::size_t>(next_)])) return;
}

void scene::compare(const event_view& event) {
  if (event.stream.name().starts_with('$')) return;
  const new_event& written = *planned_events().at(event.id);
  if (event.type != written.type || event.data != written.data || event.occurred_at != *written.occurred_at)
    throw std::runtime_error("the event at " + std::to_string(event.position.value()) +
                             " is not what was written");
}

void scene::read() {
  const auto check = [&](const auto& answer, const auto& compare_all) {
    if (answer) {
      compare_all(*answer);
      say_("read");
    } else if (answer.error().code == errc::unavailable || answer.error().code == errc::corrupt) {
      say_("refused");
    } else {
      throw failure{answer.error()};
    }
  };
  const auto compare_events = [&](const page& events) {
    for (const auto& event : events) compare(event);
  };
  check(log_->read_log(token::start(), {}, {.limit = 1'000}), compare_events);
  check(log_->read_log(token::start(), {{std::string(placed::event_name)}}, {.limit = 1'000}),
        compare_events);
  check(log_->read_stream(stream_id{"order", "1"}, revision{0}, {}, {}), compare_events);
  const auto& ids = plan_[0].ids;
  check(log_->find(ids), [&](const auto& found) {
    if (!found[0] || found[0]->id != ids[0]) throw std::runtime_error("find misses an event");
  });
  check(log_->event_at(position{1}), [&](const event_ref& found) {
    if (found.id != ids[0]) throw std::runtime_error("another event stands at 1");
  });
  check(log_->list_streams({}), [](const auto&) {});
  check(log_->info(), [](const auto&) {});
}

void scene::poll() {
  say_("polled view.db " + std::to_string(own_views_->poll().value()));
  say_("polled log.db " + std::to_string(log_views_->poll().value()));
}

void scene::project() {
  attempt([&] { poll(); });
}

void scene::rebuild() {
  attempt([&] { own_views_->rebuild(takings::name); });
  attempt([&] { log_views_->rebuild(revenue::name); });
}

/// One that failed has left nothing behind.
void scene::backup() {
  attempt([&] {
    copied_ = sqlite::backup(where_.log(), where_.copy()).head.position.value();
    say_("copied");
  });
  for (const char* const left : {"", "-unfinished", "-unfinished-journal"})
    if (!copied_ && std::filesystem::exists(where_.copy() + left))
      throw std::runtime_error("a backup that failed has left copy" + std::string(left));
}

void scene::check_copy() {
  const auto found = sqlite::verify(where_.copy(), {});
  if (!found.sound() || found.events != *copied_)
    throw std::runtime_error("the backup does not hold what it says: " + std::to_string(found.findings) +
                             " findings in " + std::to_string(found.events) + " events, not " +
                             std::to_string(*copied_));
}

void scene::compact() {
  attempt([&] { crash::compact(*log_, 0, say_).value(); });
}

void scene::shrink() {
  attempt([&] {
    sqlite::shrink(where_.log(), small_bounds(where_.level));
    say_("shrunk");
  });
}

void scene::recover() {
  if (copied_) check_copy();
  open();
  if (!log_views_) throw std::runtime_error("it cannot be opened although the disk works again");
  testing::wait_until(
      "it is out of doubt, now that the disk works again",
      [&] { return log_->status().now != store_status::state::in_doubt; }, longest_recovery);
  sender to{*log_, say_, {.most_tries = 1}};
  for (; next_ < steps; ++next_)
    if (!to.send(next_, plan_[static_cast<std::size_t>(next_)]))
      throw std::runtime_error("step " + std::to_string(next_) + " is refused although the disk works again");
  poll();
  close();
}

const std::vector<scenario>& scenarios() {
  static const std::vector<scenario> all{
      {"open", false, &scene::open},      {"append", true, &scene::append},
      {"read", true, &scene::read},       {"project", true, &scene::project},
      {"rebuild", true, &scene::rebuild}, {"backup", true, &scene::backup},
      {"compact", true, &scene::compact}, {"shrink", true, &scene::shrink},
      {"close", true, &scene::close}};
  return all;
}

}  // namespace varve::crash
