#include <varve/eventstore/slice_cut.hpp>
#include <varve/projections/detail/projection_group.hpp>

#include "generation_switch.hpp"
#include "generations.hpp"
#include "guarded.hpp"
#include "range_runners.hpp"
#include "rebuild_report.hpp"
#include "status_reading.hpp"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

namespace varve::detail {
namespace {

using descriptions = std::vector<const projection_description*>;

filter filter_for(const descriptions& projections) {
  std::set<std::string> names;
  for (const auto* each : projections) names.insert(each->events.begin(), each->events.end());
  filter which;
  which.types.assign(names.begin(), names.end());
  return which;
}

error not_yet(std::string_view projection, position at, const token& wanted) {
  return {errc::timeout, "`" + std::string{projection} + "` has come to position " +
                             std::to_string(at.value()) + " and not yet to " +
                             std::to_string(wanted.position.value())};
}

}  // namespace

class projection_group::impl {
 public:
  impl(event_store& log, read_model& model, std::vector<projection_description> projections,
       page_decoder decode, projector_options how)
      : log_(log),
        model_(model),
        projections_(std::move(projections)),
        decode_(decode),
        how_(how),
        from_(log, filter_for(select(std::nullopt)), decode, is_shared(), looks_ahead()) {
    for (const auto& each : projections_)
      runners_.push_back(std::make_unique<range_runners>(log, model, each, from_, how, changed_));
  }

  result<token> poll() {
    std::optional<error> first;
    std::vector<projection_runner*> all;
    for (const auto& each : runners_) {
      const auto found = each->all();
      if (found)
        all.insert(all.end(), found->begin(), found->end());
      else if (!first)
        first = found.error();
    }
    if (auto why = poll_all(all, {}, [](const auto&) {}); why && !first) first = std::move(why);
    if (first) return *std::move(first);
    const auto least =
        std::ranges::min_element(all, {}, [](const auto* each) { return each->state().reached().position; });
    return (*least)->state().reached();
  }

  std::optional<error> run(const std::stop_token& stop) {
    std::vector<std::optional<error>> ends(runners_.size());
    const auto follow = [&](std::size_t i) {
      tidy(projections_[i].name);
      ends[i] = runners_[i]->follow(stop);
    };
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < runners_.size(); ++i) others.emplace_back(follow, i);
      follow(0);
    }
    const auto failed = std::ranges::find_if(ends, [](const auto& end) { return end.has_value(); });
    return failed == ends.end() ? std::nullopt : *failed;
  }

  result<void> rebuild(std::optional<std::string_view> only, const rebuild_watcher& watch,
                       const std::stop_token& stop) {
    return guarded([&] {
      const auto wanted = select(only);
      shared_read from{log_, filter_for(wanted), decode_, wanted.size() > 1, looks_ahead()};
      std::vector<std::unique_ptr<projection_runner>> made;
      std::vector<projection_runner*> builders;
      for (const auto* each : wanted) {
        tidy(each->name);
        made.push_back(
            std::make_unique<projection_runner>(log_, model_, *each, from, begin_building, how_, changed_));
        builders.push_back(made.back().get());
      }
      rebuild_report report{watch, how_.env};
      const auto why = poll_all(builders, stop, [&](const projection_runner& each) { report.show(each); });
      if (why) throw failure{*why};
      if (stop.stop_requested())
        throw failure{{errc::stopped, "the rebuild was told to stop; the next one goes on"}};
      for (auto* const each : builders) {
        switch_to(model_, {&each, 1});
        report.finish(*each);
        changed_.raise();
        tidy(each->of().name);
      }
    });
  }

  result<void> roll_back(std::optional<std::string_view> only) {
    return guarded([&] {
      for (const auto* each : select(only)) switch_back(log_, model_, *each, decode_, how_, changed_);
      changed_.raise();
    });
  }

  result<void> drop_previous(std::optional<std::string_view> only) {
    return guarded([&] {
      for (const auto* each : select(only)) {
        const auto session = model_.begin_write();
        forget_previous(*session, each->name);
        session->commit();
      }
      for (const auto* each : select(only)) drop_abandoned(model_, each->name, how_.slice, *how_.env.clock);
    });
  }

  result<token> wait_for(const token& place, std::chrono::nanoseconds timeout,
                         std::optional<std::int64_t> slice) {
    const auto info = log_.info();
    if (!info) return info.error();
    if (!shares(*info, place)) return other_history("the token", place, *info);
    const instant deadline = how_.env.clock->steady() + timeout;
    for (auto pause = shortest_pause;; pause = std::min(pause * 2, longest_pause)) {
      const auto seen = changed_.changes();
      const auto behind = furthest_behind(*info, slice);
      if (!behind) return behind.error();
      if (behind->at >= place.position) return token{info->epoch, behind->at};
      if (auto why = failure_of(behind->projection)) return *std::move(why);
      const instant now = how_.env.clock->steady();
      if (now >= deadline) return not_yet(behind->projection, behind->at, place);
      changed_.wait(*how_.env.clock, seen, std::min(deadline, now + pause));
    }
  }

  result<std::vector<projection_status>> status() {
    return guarded([&] {
      const log_info info = log_.info().value();
      std::vector<projection_status> all;
      for (std::size_t i = 0; i < projections_.size(); ++i) {
        const auto& of = projections_[i];
        auto found = read_status(*model_.begin_read(), of.name, info);
        const auto report = runners_[i]->report();
        found.state = report.state;
        found.failure = report.failure;
        found.rebuild_due = found.live && found.fingerprint != of.fingerprint;
        found.lag_age = age_of_next(log_, found.at, of.events, *how_.env.clock);
        all.push_back(std::move(found));
      }
      return all;
    });
  }

 private:
  struct standing {
    std::string_view projection;
    position at;
  };

  static constexpr std::chrono::nanoseconds shortest_pause = std::chrono::milliseconds{1};
  static constexpr std::chrono::nanoseconds longest_pause = std::chrono::milliseconds{20};

  /// Pages for a model in the log's own file change their size as they go.
  [[nodiscard]] bool looks_ahead() const { return how_.read_ahead && !model_.shares_a_log(); }

  /// Whether several runners read the same.
  [[nodiscard]] bool is_shared() const {
    return projections_.size() > 1 ||
           std::ranges::any_of(projections_, [](const auto& each) { return each.partitions > 1; });
  }

  [[nodiscard]] descriptions select(std::optional<std::string_view> only) const {
    descriptions found;
    for (const auto& each : projections_) {
      if (!only || each.name == *only) found.push_back(&each);
    }
    if (found.empty()) {
      throw failure{{errc::not_found, "this projector has no projection named `" + std::string{*only} + "`"}};
    }
    return found;
  }

  /// What a program left behind that ended while it dropped an old generation.
  void tidy(std::string_view projection) {
    const auto done = guarded([&] { drop_abandoned(model_, projection, how_.slice, *how_.env.clock); });
    if (!done) {
      how_.env.log->write(log_level::warning, "old generations of projection `" + std::string{projection} +
                                                  "` are left for later: " + done.error().message);
    }
  }

  /// Of all ranges of all projections, or of those that hold a slice.
  [[nodiscard]] result<standing> furthest_behind(const log_info& info, std::optional<std::int64_t> slice) {
    return guarded([&] {
      const auto session = model_.begin_read();
      standing least{{}, position::max()};
      for (const auto& each : projections_) {
        for (const auto& stands : live_places(*session, each.name, slice)) {
          if (!shares(info, stands.place()))
            throw failure{other_history("the checkpoint of `" + each.name + "`", stands.place(), info)};
          if (stands.position < least.at) least = {each.name, stands.position};
        }
      }
      return least;
    });
  }

  static std::vector<checkpoint> live_places(read_model_session& in, const std::string& projection,
                                             std::optional<std::int64_t> slice) {
    const auto record = in.projection(projection);
    const auto all = record.live ? in.checkpoints(projection, *record.live) : std::vector<slice_checkpoint>{};
    if (all.empty()) return {checkpoint{}};
    if (slice) return {covering(*slice, all).place};
    std::vector<checkpoint> places;
    for (const auto& each : all) places.push_back(each.place);
    return places;
  }

  /// Why it stopped here; not when another runner has taken over, for which one may wait.
  [[nodiscard]] std::optional<error> failure_of(std::string_view projection) const {
    for (const auto& each : runners_) {
      const auto report = each->report();
      if (each->of().name != projection || report.state != projection_state::failed) continue;
      if (report.failure && report.failure->code != errc::fenced) return report.failure;
    }
    return std::nullopt;
  }

  event_store& log_;
  read_model& model_;
  const std::vector<projection_description> projections_;
  page_decoder decode_;
  projector_options how_;
  change_signal changed_;
  shared_read from_;
  std::vector<std::unique_ptr<range_runners>> runners_;  // of each projection, in their order
};

projection_group::projection_group(event_store& log, read_model& model,
                                   std::vector<projection_description> projections, page_decoder decode,
                                   projector_options how)
    : impl_(std::make_unique<impl>(log, model, std::move(projections), decode, how)) {}

projection_group::projection_group(projection_group&&) noexcept = default;
projection_group& projection_group::operator=(projection_group&&) noexcept = default;
projection_group::~projection_group() = default;

result<token> projection_group::poll() {
  return impl_->poll();
}

std::optional<error> projection_group::run(std::stop_token stop) {
  return impl_->run(stop);
}

result<void> projection_group::rebuild(std::optional<std::string_view> only, const rebuild_watcher& watch,
                                       std::stop_token stop) {
  return impl_->rebuild(only, watch, stop);
}

result<void> projection_group::roll_back(std::optional<std::string_view> only) {
  return impl_->roll_back(only);
}

result<void> projection_group::drop_previous(std::optional<std::string_view> only) {
  return impl_->drop_previous(only);
}

result<token> projection_group::wait_for(const token& place, std::chrono::nanoseconds timeout,
                                         std::optional<std::int64_t> slice) {
  return impl_->wait_for(place, timeout, slice);
}

result<std::vector<projection_status>> projection_group::status() {
  return impl_->status();
}

}  // namespace varve::detail
