#include "generation_switch.hpp"

#include "generations.hpp"

#include <algorithm>

namespace varve::detail {
namespace {

error no_previous(std::string_view projection) {
  return {errc::not_found, "`" + std::string{projection} + "` has no previous generation to go back to"};
}

std::int64_t previous_to_feed(read_model_session& in, const projection_description& of, projection_body&) {
  const auto record = in.projection(of.name);
  if (!record.previous) throw failure{no_previous(of.name)};
  return *record.previous;
}

/// A previous generation that was built by other code can only be shown as it is.
void show_as_it_is(read_model_session& in, const projection_description& of, std::int64_t previous) {
  if (!is_caught_up(in, of.name, previous)) {
    throw failure{
        {errc::unsupported, "`" + of.name + "`: generation " + std::to_string(previous) +
                                " lies behind the live one and was built by other code than this: run "
                                "that code to catch it up, and go back from there"}};
  }
  make_live(in, of.name, previous);
}

}  // namespace

std::optional<error> poll_all(std::span<projection_runner* const> runners, const std::stop_token& stop,
                              const std::function<void(projection_runner&)>& after_step) {
  std::optional<error> first;
  std::vector<projection_runner*> active;
  for (auto* const each : runners) {
    each->begin_poll();
    active.push_back(each);
  }
  while (!active.empty()) {
    const auto last = std::ranges::min_element(
        active, {}, [](const projection_runner* each) { return each->state().reached().position; });
    projection_runner& runner = **last;
    const bool more = runner.advance(stop);
    after_step(runner);
    if (more) continue;
    runner.ended(runner.end());
    if (!first) first = runner.end();
    active.erase(last);
  }
  return first;
}

void switch_to(read_model& model, std::span<projection_runner* const> ranges) {
  const auto session = model.begin_write();
  const auto& name = ranges.front()->of().name;
  const auto generation = ranges.front()->generation();
  if (!is_caught_up(*session, name, generation)) {
    for (auto* const each : ranges) (void)each->poll_within(*session).value();
  }
  make_live(*session, name, generation);
  session->commit();
}

void switch_back(event_store& log, read_model& model, const projection_description& of, page_decoder decode,
                 const projector_options& how, change_signal& changed) {
  std::vector<slice_checkpoint> ranges;
  {
    const auto session = model.begin_write();
    const auto record = session->projection(of.name);
    const auto* previous = record.find(record.previous);
    if (previous == nullptr) throw failure{no_previous(of.name)};
    if (previous->fingerprint != of.fingerprint) {
      show_as_it_is(*session, of, previous->number);
      return session->commit();
    }
    ranges = session->checkpoints(of.name, previous->number);
  }
  if (ranges.empty()) ranges.emplace_back();
  shared_read from{
      log, {.types = of.events, .categories = {}, .prefix = {}, .query = {}}, decode, false, false};
  std::vector<std::unique_ptr<projection_runner>> runners;
  std::vector<projection_runner*> all;
  for (const auto& each : ranges) {
    runners.push_back(std::make_unique<projection_runner>(log, model, of, from, previous_to_feed, how,
                                                          changed, each.slice));
    all.push_back(runners.back().get());
    (void)all.back()->poll().value();
  }
  switch_to(model, all);
}

}  // namespace varve::detail
