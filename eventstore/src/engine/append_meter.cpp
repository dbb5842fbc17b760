#include "append_meter.hpp"

#include <string_view>

namespace varve::engine {
namespace {

std::string_view label_of(const append_outcome& outcome) {
  if (const auto* done = std::get_if<appended>(&outcome)) return done->replayed ? "duplicate" : "ok";
  return std::holds_alternative<conflict>(outcome) ? "conflict" : "error";
}

}  // namespace

void append_meter::measure(std::span<ticket* const> group, instant now) const {
  if (&sink_ == &no_metrics()) return;
  double events = 0;
  double bytes = 0;
  for (const ticket* const t : group) {
    const append_outcome& outcome = *t->work.outcome;
    const std::chrono::duration<double> took = now - t->since;
    sink_.observe("varve.store.append.duration", took.count(),
                  {{"store", store_}, {"outcome", label_of(outcome)}});
    const auto* const done = std::get_if<appended>(&outcome);
    if (done == nullptr || done->replayed) continue;
    events += static_cast<double>(t->work.append.size());
    bytes += static_cast<double>(t->bytes());
  }
  sink_.observe("varve.store.commit.batch_size", events, {{"store", store_}});
  sink_.count("varve.store.events.appended", events, {{"store", store_}});
  sink_.count("varve.store.bytes.appended", bytes, {{"store", store_}});
}

}  // namespace varve::engine
