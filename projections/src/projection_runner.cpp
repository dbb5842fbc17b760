#include "projection_runner.hpp"

#include <varve/eventstore/slice_cut.hpp>

#include "generations.hpp"
#include "guarded.hpp"

#include <limits>
#include <utility>

namespace varve::detail {
namespace {

double seconds(std::chrono::nanoseconds span) {
  return std::chrono::duration<double>(span).count();
}

}  // namespace

/// Writes straight to the open transaction, or looks up in one that only reads.
class projection_runner::lender final : public session_lender {
 public:
  explicit lender(projection_runner& to) : to_(to) {}
  [[nodiscard]] read_model_session& session() override {
    return to_.body_->writes_while_folding() ? to_.writing() : to_.reading();
  }

 private:
  projection_runner& to_;
};

projection_runner::projection_runner(event_store& log, read_model& model, const projection_description& of,
                                     shared_read& from, choice which, const projector_options& how,
                                     change_signal& changed, std::int64_t slice)
    : consumer_driver(log, {of.name, 0, slice}, how.pace, how.env),
      model_(model),
      of_(of),
      from_(from),
      changed_(changed),
      choose_(which),
      how_(how),
      body_(of.make()),
      key_{of.name, 0, slice},
      slices_{slice},
      limit_(how.slice, how.page_size) {}

void projection_runner::begin_poll() {
  from_.renew();
  begin(consumer::goal::head);
}

result<token> projection_runner::poll_within(read_model_session& in) {
  in.use_generation(key_.generation);
  within_ = &in;
  from_.renew();
  auto reached = poll();
  within_ = nullptr;
  return reached;
}

std::optional<error> projection_runner::follow_whole(const std::stop_token& stop) {
  only_whole_ = true;
  auto why = run(stop);
  only_whole_ = false;
  return is_whole() ? follow_ended(std::move(why)) : std::nullopt;
}

std::optional<error> projection_runner::follow_leased(const lease_hold& hold, const std::stop_token& stop) {
  auto why = run_leased(hold, stop);
  if (!why || !is_transient(why->code)) return follow_ended(std::move(why));
  drop();
  set(projection_state::backing_off, why);
  env().log->write(log_level::warning, "projection waits for its lease after: " + why->message);
  return why;
}

std::optional<error> projection_runner::follow_ended(std::optional<error> why) {
  ended(why);
  if (!why)
    say(log_level::info, "ended as told at position " + std::to_string(state().saved().position.value()));
  return why;
}

void projection_runner::ended(const std::optional<error>& why) {
  if (why) drop();
  set(why ? projection_state::failed : projection_state::idle, why);
  changed_.raise();
  if (why) env().log->write(log_level::error, "projection stopped: " + why->message);
}

result<checkpoint> projection_runner::take_over() {
  drop();
  caught_up_ = false;
  set(projection_state::catching_up);
  return guarded([&] {
    auto begun = within_ != nullptr ? nullptr : model_.begin_write();
    auto& session = within_ != nullptr ? *within_ : *begun;
    key_.generation = choose_(session, of_, *body_);
    find_range(session);
    const checkpoint taken = session.take_over(key_);
    if (begun) begun->commit();
    begun.reset();
    body_->forget(taken.position == position{});
    if (choose_ == generation_to_feed) show(taken.position);
    say(log_level::info, "begins behind position " + std::to_string(taken.position.value()));
    return taken;
  });
}

/// Where the range ends. Whoever cuts it from now on fences who takes it over in this session.
void projection_runner::find_range(read_model_session& in) {
  auto all = in.checkpoints(of_.name, key_.generation);
  if (all.empty()) all.emplace_back();
  const auto found = range_at(key_.slice, all);
  if (!found) {
    throw failure{{errc::fenced, "`" + of_.name + "`: in generation " + std::to_string(key_.generation) +
                                     " no range begins at slice " + std::to_string(key_.slice)}};
  }
  slices_ = *found;
  if (only_whole_ && !is_whole())
    throw failure{{errc::stopped, "`" + of_.name + "` was cut into ranges by another program"}};
}

void projection_runner::show(position at) {
  lender sessions{*this};
  body_->show(sessions, at, is_whole());
  lookup_.reset();
}

result<consumer::seen> projection_runner::read(const token& after) {
  const std::size_t limit = model_.shares_a_log() ? limit_.get() : how_.page_size;
  auto page = from_.behind(after, limit);
  if (!page) return page.error();
  page_ = *std::move(page);
  behind_ = after.position;
  const auto found = seen_of(page_->source());
  if (found.events == 0 && found.end) show_progress();
  return found;
}

projection_runner::delivery projection_runner::deliver(position before) {
  auto folded = guarded([&] { return fold(before); });
  lookup_.reset();
  if (!folded) {
    drop();
    return result<consumer::delivered>{folded.error()};
  }
  if (std::holds_alternative<consumer::refusal>(*folded)) open_.reset();
  return *std::move(folded);
}

projection_runner::delivery projection_runner::fold(position before) {
  batch_began_ = env().clock->steady();
  const auto handled = body_->handled();
  lender sessions{*this};
  if (auto refused = body_->fold(*page_, {behind_, before, slices_}, sessions)) return *std::move(refused);
  const bool touched = body_->handled() != handled;
  if (touched && body_->writes_while_folding())
    limit_.learn(page_->source().size(), env().clock->steady() - batch_began_);
  return result<consumer::delivered>{{is_full(), touched}};
}

bool projection_runner::is_full() const {
  if (body_->writes_while_folding()) return open_ != nullptr || within_ != nullptr;
  const std::size_t most = model_.shares_a_log() ? limit_.get() : how_.most_rows;
  return body_->unsaved_rows() >= most || body_->unsaved_bytes() >= how_.most_bytes;
}

result<void> projection_runner::save(const checkpoint& from, const checkpoint& to) {
  if (!open_) batch_began_ = env().clock->steady();
  auto saved = guarded([&] {
    auto begun = std::exchange(open_, nullptr);
    if (within_ != nullptr) return flush(*within_, from, to);
    if (!begun) begun = model_.begin_write();
    begun->use_generation(key_.generation);
    flush(*begun, from, to);
    begun->commit();
  });
  if (!saved) {
    drop();
    return saved;
  }
  body_->saved(to.position);
  changed_.raise();
  env().metrics->observe("varve.projection.batch.duration", seconds(env().clock->steady() - batch_began_),
                         {{"projection", of_.name}});
  show_progress();
  return saved;
}

/// The checkpoint first: when somebody else has taken over, the tables may be gone.
void projection_runner::flush(read_model_session& in, const checkpoint& from, const checkpoint& to) {
  if (!in.save(key_, from, to)) throw failure{fenced(key_)};
  const std::size_t rows = body_->unsaved_rows();
  const instant began = env().clock->steady();
  body_->write(in);
  limit_.learn(rows, env().clock->steady() - began);
}

/// The transaction that SQL is written to, begun when it is first asked for and only while nobody else took
/// over.
read_model_session& projection_runner::writing() {
  if (within_ != nullptr) return *within_;
  if (!open_) {
    open_ = model_.begin_write();
    batch_began_ = env().clock->steady();  // the wait for others that write is no part of the slice
    open_->use_generation(key_.generation);
    const auto there = open_->find(key_);
    if (!there || there->version != state().saved().version) throw failure{fenced(key_)};
  }
  return *open_;
}

read_model_session& projection_runner::reading() {
  if (within_ != nullptr) return *within_;
  if (!lookup_) {
    lookup_ = model_.begin_read();
    lookup_->use_generation(key_.generation);
  }
  return *lookup_;
}

void projection_runner::drop() {
  open_.reset();
  lookup_.reset();
  body_->forget(false);
}

void projection_runner::on_failure(const error& why) {
  drop();
  set(projection_state::backing_off, why);
  env().log->write(log_level::warning, "projection tries again after: " + why.message);
}

void projection_runner::show_progress() {
  const auto count = body_->handled() - std::exchange(reported_events_, body_->handled());
  if (count > 0) {
    env().metrics->count("varve.projection.events", static_cast<double>(count),
                         {{"projection", of_.name}, {"outcome", "applied"}});
  }
  const bool at_head = page_ && page_->source().at_end();
  const bool behind = !at_head && page_ && !page_->source().empty();
  const auto newest = behind ? page_->source().events().back().recorded_at : timestamp{};
  gauge("varve.projection.position", static_cast<double>(state().reached().position.value()));
  gauge("varve.projection.lag",
        at_head ? 0 : static_cast<double>(state().head() - state().reached().position));
  gauge("varve.projection.lag.age", behind ? seconds(env().clock->now() - newest) : 0);
  set(at_head ? projection_state::live : projection_state::catching_up);
  if (!at_head || std::exchange(caught_up_, true)) return;
  say(log_level::info, "caught up at position " + std::to_string(state().reached().position.value()));
}

void projection_runner::set(projection_state now, std::optional<error> why) {
  const std::lock_guard lock{report_mutex_};
  if (report_.state != now) {
    const auto show = [&](projection_state which, double value) {
      env().metrics->gauge("varve.projection.state", value,
                           {{"projection", of_.name}, {"state", to_string(which)}});
    };
    show(report_.state, 0);
    show(now, 1);
  }
  report_ = {now, std::move(why)};
}

runner_report projection_runner::report() const {
  const std::lock_guard lock{report_mutex_};
  return report_;
}

void projection_runner::say(log_level level, const std::string& what) const {
  env().log->write(level, "projection `" + of_.name + "` (generation " + std::to_string(key_.generation) +
                              (is_whole() ? ""
                                          : ", slices " + std::to_string(slices_.first) + " to " +
                                                std::to_string(slices_.last)) +
                              ") " + what);
}

void projection_runner::gauge(const char* name, double value) const {
  if (is_whole()) return env().metrics->gauge(name, value, {{"projection", of_.name}});
  const std::string slice = std::to_string(slices_.first);
  env().metrics->gauge(name, value, {{"projection", of_.name}, {"slice", slice}});
}

}  // namespace varve::detail
