#include <varve/eventstore/consumer.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace varve {
namespace {

error another_history(const checkpoint_key& whose, const checkpoint& read, const log_info& log) {
  return {errc::wrong_epoch,
          "`" + whose.consumer + "`: its checkpoint " + read.place().to_string() +
              " is not of this log, which is " + log.head.to_string() +
              ": open the log it was made from, rebuild, or set it anew (varve projections re-anchor)"};
}

error another_event(const checkpoint_key& whose, const checkpoint& read,
                    const std::optional<event_ref>& event) {
  return {errc::wrong_epoch, "`" + whose.consumer + "`: its checkpoint names event " + read.id.to_string() +
                                 " at position " + std::to_string(read.position.value()) + ", where " +
                                 (event ? event->id.to_string() + " stands" : "nothing stands") +
                                 ": the log was changed behind its back; restore it, rebuild, or set it anew "
                                 "(varve projections re-anchor)"};
}

/// A random share between a half and the whole, so that runners that failed together do not come back
/// together.
std::chrono::nanoseconds jittered(std::chrono::nanoseconds delay, random_source& random) {
  std::array<std::byte, 1> draw{};
  random.fill(draw);
  return delay / 2 + delay / 2 * std::to_integer<int>(draw[0]) / 255;
}

}  // namespace

consumer::consumer(checkpoint_key whose, consumer_options how, environment env)
    : whose_(std::move(whose)), how_(how), env_(env), delay_(how.first_back_off) {}

consumer::step consumer::start(goal what) {
  goal_ = what;
  stopping_ = false;
  took_over_ = false;
  target_.reset();
  refused_.reset();
  if (proven_ && goal_ != goal::leased) return read{reached()};
  return begin();
}

consumer::step consumer::begin() {
  proven_ = false;
  took_over_ = true;
  touched_ = false;
  return take_over{};
}

consumer::step consumer::on_take_over(const result<checkpoint>& taken) {
  if (!taken) return failed(taken.error());
  saved_ = *taken;
  reached_ = {saved_.position, saved_.id};
  last_save_ = now();
  if (refused_ && saved_.position >= refused_->commit) refused_.reset();  // somebody else got past it
  return compare{saved_.position};
}

consumer::step consumer::on_compare(const result<history>& found) {
  if (!found) return failed(found.error());
  if (!shares(found->log, saved_.place())) return failed(another_history(whose_, saved_, found->log));
  const bool same = saved_.position == position{} || (found->event && found->event->id == saved_.id);
  if (!same) return failed(another_event(whose_, saved_, found->event));
  proven_ = true;
  epoch_ = found->log.epoch;
  return read{reached()};
}

consumer::step consumer::on_read(const result<seen>& page) {
  if (!page) return failed(page.error());
  seen_ = *page;
  if (seen_.epoch.stated()) epoch_ = seen_.epoch;  // what is behind the last page is of that life
  if (!target_) target_ = seen_.head;
  if (seen_.events == 0) return on_deliver(delivered{.touched = false});
  return deliver{refused_ ? refused_->commit : position::max()};
}

consumer::step consumer::on_deliver(const result<delivered>& how) {
  if (!how) return failed(how.error());
  if (cut()) return settle();
  if (seen_.edge) reached_ = *seen_.edge;
  touched_ = touched_ || how->touched;
  return must_save(how->full) ? save_up_to(reached_) : proceed();
}

consumer::step consumer::on_refuse(refusal what) {
  if (!what.kept && is_transient(what.why.code)) return failed(std::move(what.why));
  refused_ = std::move(what);
  return refused_->kept ? settle() : begin();
}

/// Everything before the refused commit is delivered: save that, then fail.
consumer::step consumer::settle() {
  const position last = refused_->commit.previous();
  if (last == saved_.position) return failed(std::exchange(refused_, {})->why);
  return look_up{last};
}

consumer::step consumer::on_look_up(const result<event_ref>& event) {
  if (!event) return failed(event.error());
  return save_up_to({event->position, event->id});
}

consumer::step consumer::save_up_to(const log_mark& edge) {
  saving_ = {epoch_, edge.position, edge.id, saved_.version};
  return save{saved_, saving_};
}

consumer::step consumer::on_save(const result<void>& saved) {
  if (!saved) return failed(saved.error());
  saved_ = saving_;
  touched_ = false;
  last_save_ = now();
  if (last_save_ - last_failure_ > how_.longest_back_off) delay_ = how_.first_back_off;
  if (refused_) return failed(std::exchange(refused_, {})->why);
  return proceed();
}

consumer::step consumer::proceed() {
  if (stopping_ || finished()) {
    if (reached_.position != saved_.position) return save_up_to(reached_);
    return done{};
  }
  if (!seen_.end) return read{reached()};
  const bool idle_save_due = reached_.position != saved_.position;
  return wait{reached(), idle_save_due ? last_save_ + how_.idle_save : now() + how_.longest_wait};
}

consumer::step consumer::on_wait() {
  return stopping_ ? proceed() : read{reached()};
}

consumer::step consumer::on_back_off() {
  if (stopping_) return done{};
  return begin();
}

consumer::step consumer::failed(error why) {
  proven_ = false;
  last_failure_ = now();
  const bool overtaken =
      why.code == errc::fenced && !took_over_;  // between two runs: nothing wrong with that
  if (overtaken) return begin();
  const std::string name = "`" + whose_.consumer + "`";
  if (!why.message.starts_with(name)) why.message = name + ": " + why.message;
  const bool must_ask = goal_ == goal::leased && why.code == errc::fenced;  // who holds the lease
  if (goal_ == goal::head || must_ask || !is_transient(why.code)) return done{std::move(why)};
  if (stopping_) return done{};
  return back_off{now() + next_delay(), std::move(why)};
}

std::chrono::nanoseconds consumer::next_delay() {
  const auto delay = std::exchange(delay_, std::min(delay_ * 2, how_.longest_back_off));
  return jittered(delay, *env_.random);
}

/// Whether the page reaches the commit that was refused.
bool consumer::cut() const {
  return refused_ && seen_.edge && seen_.edge->position >= refused_->commit;
}

bool consumer::finished() const {
  return goal_ == goal::head && (seen_.end || reached_.position >= target_);
}

bool consumer::must_save(bool full) const {
  if (reached_.position == saved_.position) return false;
  if (full || stopping_ || finished()) return true;
  const auto unsaved_for = now() - last_save_;
  if (seen_.end) return touched_ || unsaved_for >= how_.idle_save;
  return unsaved_for >= how_.longest_unsaved;
}

}  // namespace varve
