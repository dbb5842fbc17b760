#include "range_runners.hpp"

#include <varve/eventstore/memory_leases.hpp>
#include <varve/eventstore/slice_cut.hpp>

#include "generations.hpp"
#include "guarded.hpp"

#include <algorithm>
#include <utility>

namespace varve::detail {
namespace {

std::vector<std::int64_t> firsts_of(const std::vector<slice_checkpoint>& all) {
  std::vector<std::int64_t> slices;
  for (const auto& each : all) slices.push_back(each.slice);
  if (slices.empty()) slices.push_back(0);
  return slices;
}

}  // namespace

range_runners::range_runners(event_store& log, read_model& model, const projection_description& of,
                             shared_read& from, const projector_options& how, change_signal& changed)
    : log_(log), model_(model), of_(of), from_(from), how_(how), changed_(changed) {
  (void)at(0);
}

projection_runner& range_runners::at(std::int64_t slice) {
  const std::lock_guard lock{mutex_};
  auto& here = runners_[slice];
  if (!here) {
    here = std::make_unique<projection_runner>(log_, model_, of_, from_, generation_to_feed, how_, changed_,
                                               slice);
  }
  return *here;
}

result<std::vector<projection_runner*>> range_runners::all() {
  const auto slices = ranges();
  if (!slices) {
    at(0).ended(slices.error());
    return slices.error();
  }
  std::vector<projection_runner*> found;
  for (const auto each : *slices) found.push_back(&at(each));
  return found;
}

result<std::vector<std::int64_t>> range_runners::ranges() {
  auto found = guarded([&] {
    if (auto slices = cut_already()) return *std::move(slices);
    const auto session = model_.begin_write();
    const auto generation = generation_to_feed(*session, of_, *of_.make());
    cut(*session, of_.name, generation, of_.partitions);
    auto slices = firsts_of(session->checkpoints(of_.name, generation));
    session->commit();
    return slices;
  });
  const std::string name = "`" + of_.name + "`";
  if (!found && !found.error().message.starts_with(name))
    return error{found.error().code, name + ": " + found.error().message};
  return found;
}

/// The ranges where nothing has to be written to have them.
std::optional<std::vector<std::int64_t>> range_runners::cut_already() {
  const auto session = model_.begin_read();
  if (!session->projection(of_.name).live) {
    if (of_.partitions > 1) return std::nullopt;
    return std::vector<std::int64_t>{0};
  }
  auto all = session->checkpoints(of_.name, generation_to_feed(*session, of_, *of_.make()));
  if (all.empty()) all.emplace_back();
  if (!splits_for(all, of_.partitions).empty()) return std::nullopt;
  return firsts_of(all);
}

std::optional<error> range_runners::follow(const std::stop_token& stop) {
  if (how_.leases.store != nullptr || of_.partitions > 1) return follow_in_group(stop);
  auto why = at(0).follow_whole(stop);
  return at(0).is_whole() ? why : follow_in_group(stop);
}

std::optional<error> range_runners::follow_in_group(const std::stop_token& stop) {
  memory_leases own{*how_.env.clock};
  auto leases = how_.leases;
  if (leases.store == nullptr) leases.store = &own;
  const std::string group = (leases.group.empty() ? "" : leases.group + "/") + "projection/" + of_.name + "/";
  auto why = run_in_group(*this, group, leases, how_.env, stop);
  if (why && report().state != projection_state::failed) at(0).ended(why);  // no runner has told it
  return why;
}

std::optional<error> range_runners::work(std::int64_t slice, const lease_hold& hold,
                                         const std::stop_token& stop) {
  return at(slice).follow_leased(hold, stop);
}

void range_runners::on_trouble(const error& why) {
  how_.env.log->write(log_level::warning,
                      "projection `" + of_.name + "` cannot agree with its other runners: " + why.message);
}

runner_report range_runners::report() const {
  constexpr auto weight = [](projection_state state) {
    switch (state) {
      case projection_state::failed: return 4;
      case projection_state::backing_off: return 3;
      case projection_state::catching_up: return 2;
      case projection_state::live: return 1;
      case projection_state::idle: break;
    }
    return 0;
  };
  const std::lock_guard lock{mutex_};
  runner_report worst;
  for (const auto& [slice, each] : runners_) {
    if (auto next = each->report(); weight(next.state) > weight(worst.state)) worst = std::move(next);
  }
  return worst;
}

}  // namespace varve::detail
