#include <varve/contract/subject.hpp>

#include <gtest/gtest.h>

#include <future>
#include <utility>

namespace varve::contract {
namespace {

/// The outcome that was expected, or a failure of the test and an empty one.
template<class Outcome>
Outcome expect(append_outcome outcome, std::string_view name) {
  if (name_of(outcome) == name) return std::get<Outcome>(std::move(outcome));
  const auto* const failed = std::get_if<not_written>(&outcome);
  ADD_FAILURE() << "expected " << name << " and not " << name_of(outcome)
                << (failed == nullptr ? "" : ": " + failed->why.message);
  return {};
}

std::vector<seen> seen_on(const result<page>& answer) {
  if (!answer) {
    ADD_FAILURE() << "reading failed: " << answer.error().message;
    return {};
  }
  return {answer->begin(), answer->end()};
}

}  // namespace

subject::subject(world& around, store_fixture& fixture)
    : world_(around), fixture_(fixture), store_(fixture.open()) {}

void subject::reopen() {
  store_.reset();
  store_ = fixture_.open();
}

void subject::begin_epoch(const std::string& cause) {
  store_.reset();
  fixture_.begin_epoch(cause);
  store_ = fixture_.open();
}

append_outcome subject::append_by_callback(append_request request) {
  std::promise<append_outcome> answered;
  store_->append(std::move(request), [&](append_outcome outcome) { answered.set_value(std::move(outcome)); });
  return answered.get_future().get();
}

appended subject::good(append_request request) {
  return expect<appended>(append(std::move(request)), "appended");
}

appended subject::replays(append_request request) {
  return expect<appended>(append(std::move(request)), "replayed");
}

conflict subject::loses(append_request request) {
  return expect<conflict>(append(std::move(request)), "conflict");
}

void subject::refuses(append_request request, errc code) {
  const auto before = head();
  static_cast<void>(expect<not_written>(append(std::move(request)), to_string(code)));
  EXPECT_EQ(head(), before) << "a refused append wrote something";
}

appended subject::write(const stream_id& stream, std::size_t count) {
  return good(to(stream, several(count)));
}

std::vector<seen> subject::events(const filter& which, const read_options& how) {
  const token from = how.direction == direction::forward ? token::start() : token::end();
  return seen_on(store_->read_log(from, which, how));
}

list subject::places(const filter& which, const read_options& how) {
  return places_of(events(which, how));
}

list subject::stream(const stream_id& name, revision from, const read_options& how, const filter& which) {
  return places_of(seen_on(store_->read_stream(name, from, which, how)));
}

list subject::stream_backward(const stream_id& name, revision from) {
  return stream(name, from, everything(direction::backward));
}

token subject::head() {
  const auto known = store_->info();
  if (known) return known->head;
  ADD_FAILURE() << "info failed: " << known.error().message;
  return {};
}

list places_of(const page& from) {
  return places_of(std::vector<seen>(from.begin(), from.end()));
}

std::string name_of(const append_outcome& outcome) {
  if (const auto* const done = std::get_if<appended>(&outcome))
    return done->replayed ? "replayed" : "appended";
  if (const auto* const failed = std::get_if<not_written>(&outcome))
    return std::string(to_string(failed->why.code));
  return std::holds_alternative<conflict>(outcome) ? "conflict" : "unknown";
}

}  // namespace varve::contract
