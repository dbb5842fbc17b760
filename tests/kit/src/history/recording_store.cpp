#include <varve/testing/recording_store.hpp>

#include <utility>

namespace varve::testing {
namespace {

bool can_be_kept(const append_request& request) {
  return !request.change && !request.condition;
}

append_outcome refusal() {
  return not_written{
      {errc::invalid_argument, "a history holds neither changes of streams nor query conditions"}};
}

bool can_be_kept(const filter& which, const read_options& how) {
  return which.empty() && how.direction == direction::forward;
}

history_answer answer_to(const append_outcome& outcome) {
  return std::visit([](const auto& each) -> history_answer { return each; }, outcome);
}

}  // namespace

recording_store::recording_store(std::unique_ptr<event_store> inner, history_recorder& into, environment env)
    : forwarding_store(std::move(inner)), into_(into), env_(env), ids_(*env.clock, *env.random) {}

std::size_t recording_store::begin(append_request& request) {
  append_call asked;
  for (auto& write : request.writes) {
    auto& noted = asked.writes.emplace_back(append_call::write{{write.stream.name(), write.expected}, {}});
    for (auto& event : write.events) {
      if (!event.id) event.id = ids_.next();
      noted.ids.push_back(*event.id);
    }
  }
  for (const auto& check : request.checks) asked.checks.push_back({check.stream.name(), check.expected});
  return into_.begin(asked, now());
}

void recording_store::append(append_request request, append_callback done) {
  if (!can_be_kept(request)) return done(refusal());
  const std::size_t number = begin(request);
  inner().append(std::move(request), [this, number, done = std::move(done)](append_outcome outcome) {
    into_.end(number, answer_to(outcome), now());
    done(std::move(outcome));
  });
}

append_outcome recording_store::append_and_wait(append_request request) {
  if (!can_be_kept(request)) return refusal();
  const std::size_t number = begin(request);
  auto outcome = inner().append_and_wait(std::move(request));
  into_.end(number, answer_to(outcome), now());
  return outcome;
}

result<page> recording_store::note(const history_call& asked, const std::function<result<page>()>& read) {
  const std::size_t number = into_.begin(asked, now());
  auto got = read();
  const instant then = now();
  into_.end(number, got ? history_answer{answer_of(*got)} : history_answer{read_failed{got.error().code}},
            then);
  return got;
}

result<page> recording_store::read_log(const token& after, const filter& which, const read_options& how) {
  const auto read = [&] { return inner().read_log(after, which, how); };
  return can_be_kept(which, how) ? note(log_call{after.position}, read) : read();
}

result<page> recording_store::read_stream(const stream_id& stream, revision from, const filter& which,
                                          const read_options& how) {
  const auto read = [&] { return inner().read_stream(stream, from, which, how); };
  return can_be_kept(which, how) ? note(stream_call{stream.name(), from}, read) : read();
}

}  // namespace varve::testing
