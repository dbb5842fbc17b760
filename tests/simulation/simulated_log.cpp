#include "simulated_log.hpp"

#include <varve/eventstore/engine/judge.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>
#include <varve/eventstore/filter.hpp>

#include "memory/reader.hpp"

namespace varve::simulated {
namespace {

error unavailable() {
  return {errc::unavailable, "the simulated log is not there"};
}

}  // namespace

simulated_log::simulated_log(testing::simulation& world, fault_counts& faults)
    : world_(world),
      env_(world.env()),
      faults_(faults),
      ids_(*env_.clock, *env_.random),
      times_(env_),
      contents_(varve::epoch::random(*env_.random)) {}

append_outcome simulated_log::write(append_request request) {
  auto prepared = engine::prepared_append::make(std::move(request), *env_.clock, ids_);
  if (!prepared) return not_written{prepared.error()};
  if (auto settled = engine::judge(*prepared, contents_)) return *std::move(settled);
  return contents_.write(*prepared, times_.next(contents_.last_append()));
}

append_outcome simulated_log::append(append_request request) {
  const auto chance = faults_.quiet ? 999 : world_.below(1000);
  if (chance < 40) {
    ++faults_.refused_appends;
    return not_written{unavailable()};
  }
  unknown doubt{"the answer was lost", {}};
  for (const auto& write : request.writes)
    for (const auto& event : write.events) doubt.ids.push_back(*event.id);
  if (chance < 80) {
    ++faults_.lost_appends;
    return doubt;
  }
  auto outcome = write(std::move(request));
  faults_.conflicts += std::holds_alternative<conflict>(outcome);
  if (const auto* done = std::get_if<appended>(&outcome)) faults_.replays += done->replayed;
  if (chance >= 120) return outcome;
  ++faults_.secret_appends;
  return doubt;
}

result<page> simulated_log::read_log(const token& after, const read_options& how) {
  if (!faults_.quiet && world_.chance(20)) return ++faults_.failed_reads, unavailable();
  return memory::reader{contents_, *env_.clock}.read_log(after.position, {}, how);
}

result<page> simulated_log::read_stream(const stream_id& stream, revision from, const read_options& how) {
  if (!faults_.quiet && world_.chance(20)) return ++faults_.failed_reads, unavailable();
  return memory::reader{contents_, *env_.clock}.read_stream(stream.name(), from, {}, how);
}

result<std::vector<std::optional<event_ref>>> simulated_log::find(std::span<const event_id> ids) {
  std::vector<std::optional<event_ref>> out;
  for (const auto& id : ids) {
    const memory::event* const found = contents_.event_of(id);
    out.push_back(found == nullptr ? std::nullopt : std::optional(memory::skeleton(*found)));
  }
  return out;
}

result<event_ref> simulated_log::event_at(position at) {
  if (!faults_.quiet && world_.chance(20)) return ++faults_.failed_reads, unavailable();
  if (at > head()) return error{errc::not_found, "nothing stands there"};
  return memory::skeleton(contents_.at(at));
}

result<log_info> simulated_log::info() {
  return contents_.info();
}

}  // namespace varve::simulated
