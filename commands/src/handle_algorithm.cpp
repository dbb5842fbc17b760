#include <varve/commands/handle_algorithm.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace varve {
namespace {

/// Pauses between sending a batch in doubt again: a store needs some time to find out what became of it.
constexpr retry_policy resending{.first_pause = std::chrono::milliseconds{10},
                                 .longest_pause = std::chrono::milliseconds{500}};

error doubtful(const unknown& about) {
  return {errc::in_doubt, "the commit's fate is unknown (" + about.reason +
                              "); handle the command again under the same id to learn it"};
}

std::string_view outcome_label(const result<handled_all>& answer) {
  const auto label = [](errc code) -> std::string_view {
    if (code == errc::rejected) return "rejected";
    return code == errc::conflict ? "conflict" : "error";
  };
  return answer ? "accepted" : label(answer.error().code);
}

}  // namespace

handle_algorithm::handle_algorithm(command_work& work, stream_id stream, const handle_plan& plan,
                                   const environment& env, event_id_generator& ids)
    : work_(work),
      plan_(plan),
      env_(env),
      ids_(ids),
      boundary_(std::move(stream)),
      lookup_(boundary_.stream().name(), work) {}

handle_algorithm::step handle_algorithm::start() {
  began_ = env_.clock->steady();
  if (auto wrong = fault()) return finish(*std::move(wrong));
  return look_up(reason::first);
}

std::optional<error> handle_algorithm::fault() const {
  if (work_.size() < 2) return std::nullopt;
  std::vector<std::string_view> texts;
  for (std::size_t i = 0; i < work_.size(); ++i)
    if (const auto& id = work_.context(i).id) texts.push_back(id->text());
  std::ranges::sort(texts);
  const auto twice = std::ranges::adjacent_find(texts);
  if (twice == texts.end()) return std::nullopt;
  return error{errc::invalid_argument, "command id " + std::string(*twice) + " stands twice in one batch"};
}

handle_algorithm::step handle_algorithm::look_up(reason why) {
  why_ = why;
  stood_ = lookup_.count_standing();
  if (!lookup_.begin()) return after_lookup();
  return find_events{lookup_.wanted()};
}

/// The ids may say that a failed command was carried out meanwhile by somebody else.
handle_algorithm::step handle_algorithm::look_up_or_fail(error why, bool again) {
  failure_ = std::move(why);
  again_ = again;
  return look_up(reason::failed);
}

handle_algorithm::step handle_algorithm::on_found(
    const result<std::vector<std::optional<event_ref>>>& found) {
  if (!found) return finish(found.error());
  if (auto taken = lookup_.take(*found); !taken) return finish(std::move(taken).error());
  if (!lookup_.wanted().empty()) return find_events{lookup_.wanted()};
  return after_lookup();
}

handle_algorithm::step handle_algorithm::after_lookup() {
  if (work_.size() != 0 && lookup_.count_standing() == work_.size()) {
    only_head_ = true;
    return read(0);
  }
  const bool found_more = lookup_.count_standing() != stood_;
  if (why_ == reason::first || found_more) return load();
  if (why_ == reason::fruitless) return write();
  if (!again_) return finish(*std::move(failure_));
  const auto time = pause_before(attempt_ + 1, std::get<retry_policy>(plan_.on_conflict), *env_.random);
  return in_time(time, *std::move(failure_));
}

/// Begins from the empty state, also after a conflict: the stream may have been deleted or truncated
/// meanwhile, and what was folded before would then be hidden.
handle_algorithm::step handle_algorithm::load() {
  work_.reset();
  boundary_.begin();
  decided_.assign(work_.size(), {});
  loaded_ = 0;
  return read(plan_.page_size);
}

handle_algorithm::step handle_algorithm::read(std::size_t limit) {
  return read_page{&boundary_.stream(), boundary_.next(), {.limit = limit, .deadline = plan_.deadline}};
}

handle_algorithm::step handle_algorithm::on_page(const result<page>& read_now) {
  if (!read_now) return finish(read_now.error());
  if (only_head_) return finish(answers(read_now->head(), {}, true));
  if (auto folded = work_.fold(*read_now); !folded) return finish(std::move(folded).error());
  loaded_ += read_now->size();
  boundary_.saw(*read_now);
  return read_now->at_end() ? decide() : read(plan_.page_size);
}

std::optional<conflict> handle_algorithm::pin_missed() const {
  const auto* pin = std::get_if<pinned>(&plan_.on_conflict);
  if (pin == nullptr) return std::nullopt;
  const bool missed = pin->last ? pin->last != boundary_.last() : loaded_ != 0;
  if (!missed) return std::nullopt;
  const auto wanted = pin->last ? expected{*pin->last} : expected::no_stream();
  return conflict{boundary_.stream().name(), wanted, boundary_.last(), std::nullopt};
}

handle_algorithm::step handle_algorithm::decide() {
  if (auto missed = pin_missed()) return on(*std::move(missed));
  bool fruitless = false;
  for (std::size_t i = 0; i < work_.size(); ++i) {
    if (!pending(i)) continue;
    if (auto why = decide_one(i))
      return why->code == errc::rejected ? look_up_or_fail(*std::move(why), false) : finish(*std::move(why));
    fruitless |= decided_[i].events == 0 && work_.context(i).id.has_value();
  }
  return fruitless ? look_up(reason::fruitless) : write();
}

/// Nothing, or why none of the commands can be carried out.
std::optional<error> handle_algorithm::decide_one(std::size_t i) {
  auto events = work_.decide(i);
  if (events) {
    decided_[i].events = *events;
    return std::nullopt;
  }
  error why = std::move(events).error();
  if (why.code == errc::rejected && plan_.refused == on_refusal::skip) {
    decided_[i].refusal = std::move(why);
    return std::nullopt;
  }
  if (work_.size() > 1)
    why.message =
        "command " + std::to_string(i + 1) + " of " + std::to_string(work_.size()) + ": " + why.message;
  return why;
}

std::size_t handle_algorithm::count_events() const {
  std::size_t count = 0;
  for (const auto& one : decided_) count += one.events;
  return count;
}

handle_algorithm::step handle_algorithm::write() {
  if (count_events() == 0) return finish(answers(boundary_.head(), {}, false));
  ++attempt_;
  return append();
}

handle_algorithm::step handle_algorithm::append() {
  auto wanted = request();
  if (!wanted) return finish(std::move(wanted).error());
  return append_events{*std::move(wanted)};
}

result<append_request> handle_algorithm::request() {
  std::vector<new_event> events;
  events.reserve(count_events());
  for (std::size_t i = 0; i < work_.size(); ++i)
    if (decided_[i].events != 0)
      if (auto added = add_events(i, events); !added) return std::move(added).error();
  if (doubt_)
    for (std::size_t k = 0; k < events.size(); ++k) events[k].id = doubt_->about.ids[k];

  const auto* pin = std::get_if<pinned>(&plan_.on_conflict);
  const bool new_stream = pin != nullptr && !pin->last;
  auto out = append_request::to(boundary_.stream(), std::move(events),
                                new_stream ? expected::no_stream() : boundary_.demand());
  out.deadline = plan_.deadline;
  return out;
}

result<void> handle_algorithm::add_events(std::size_t i, std::vector<new_event>& out) {
  const std::size_t first = out.size();
  if (auto encoded = work_.encode(i, out); !encoded) return encoded;
  const command_context& context = work_.context(i);
  const std::string metadata = event_metadata(context, [this] { return ids_.next().to_string(); });
  for (std::size_t k = first; k < out.size(); ++k) {
    if (context.id) out[k].id = context.id->event(boundary_.stream().name(), k - first);
    out[k].metadata = metadata;
    out[k].occurred_at = context.occurred_at;
  }
  return {};
}

handle_algorithm::step handle_algorithm::on_outcome(append_outcome outcome) {
  return std::visit([this](auto&& what) { return on(std::forward<decltype(what)>(what)); },
                    std::move(outcome));
}

handle_algorithm::step handle_algorithm::on(appended&& done) {
  const auto anonymous = [this](std::size_t i) { return decided_[i].events != 0 && !work_.context(i).id; };
  bool known = done.replayed;
  for (std::size_t i = 0; i < work_.size() && known; ++i) known = !anonymous(i);
  if (!known) return finish(answers(done.token, done.writes.front().first, done.replayed));
  // Somebody else carried the same commands out, perhaps in other batches: the log knows what came of each.
  doubt_.reset();
  return look_up_or_fail({errc::corrupt, "events that were replayed are not found by their ids"}, false);
}

handle_algorithm::step handle_algorithm::on(conflict&& lost) {
  doubt_.reset();
  const auto* policy = std::get_if<retry_policy>(&plan_.on_conflict);
  error why = to_result(std::move(lost)).error();
  if (attempt_ > 1) why.message += " (attempt " + std::to_string(attempt_) + ')';
  return look_up_or_fail(std::move(why), policy != nullptr && attempt_ < policy->attempts);
}

handle_algorithm::step handle_algorithm::on(not_written&& failed) {
  const errc code = failed.why.code;
  if (doubt_ && (code == errc::unavailable || code == errc::timeout)) return wait_for_fate();
  doubt_.reset();
  if (code == errc::idempotency_mismatch) return look_up_or_fail(std::move(failed.why), false);
  return finish(std::move(failed.why));
}

handle_algorithm::step handle_algorithm::on(unknown&& in_doubt) {
  if (!doubt_) doubt_ = doubt{std::move(in_doubt), env_.clock->steady() + plan_.resend_for};
  return wait_for_fate();
}

handle_algorithm::step handle_algorithm::wait_for_fate() {
  const auto time = pause_before(++doubt_->times, resending, *env_.random);
  if (env_.clock->steady() + time >= doubt_->until) return finish(doubtful(doubt_->about));
  return in_time(time, doubtful(doubt_->about));
}

handle_algorithm::step handle_algorithm::in_time(std::chrono::nanoseconds pause_for, error otherwise) {
  const instant until = env_.clock->steady() + pause_for;
  if (until >= plan_.deadline) return finish(std::move(otherwise));
  return pause{until};
}

handle_algorithm::step handle_algorithm::on_paused() {
  return doubt_ ? append() : load();
}

handled_all handle_algorithm::answers(token behind, revision first, bool replayed) const {
  handled_all out{{behind.epoch, {}}, {}};
  out.commands.reserve(work_.size());
  const auto add = [&out](const handled& one) {
    out.token.position = std::max(out.token.position, one.token.position);
    out.commands.emplace_back(one);
  };
  for (std::size_t i = 0; i < work_.size(); ++i) {
    if (const auto& stood = lookup_.standing(i)) {
      add({{behind.epoch, stood->last_position}, stood->first, stood->last, stood->events, true});
    } else if (decided_[i].refusal) {
      out.commands.emplace_back(*decided_[i].refusal);
    } else if (const auto count = static_cast<std::int64_t>(decided_[i].events); count == 0) {
      add({behind, std::nullopt, std::nullopt, 0, false});
    } else {
      add({behind, first, first + (count - 1), count, replayed});
      first = first + count;
    }
  }
  return out;
}

handle_algorithm::step handle_algorithm::finish(result<handled_all> answer) {
  if (env_.metrics != &no_metrics()) {
    const std::chrono::duration<double> took = env_.clock->steady() - began_;
    const metric_label command{"command", work_.label()};
    env_.metrics->observe("varve.command.duration", took.count(),
                          {command, {"outcome", outcome_label(answer)}});
    if (attempt_ > 1) env_.metrics->count("varve.command.retries", attempt_ - 1, {command});
    env_.metrics->observe("varve.aggregate.load.events", static_cast<double>(loaded_),
                          {{"aggregate", work_.label()}});
  }
  return finished{std::move(answer)};
}

}  // namespace varve
