#include <varve/core/clock.hpp>
#include <varve/projections/projection_status.hpp>
#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "commands/open_read_models.hpp"
#include "output/json_object.hpp"
#include "output/table.hpp"

#include <algorithm>

namespace varve::cli {
namespace {

using number = std::optional<std::int64_t>;

/// How a projection stands, with what only the log and the generation that is being built can tell.
struct standing {
  projection_status known;
  number built_to = {};  ///< position of the generation that is being built
  number seconds = {};   ///< since the oldest event behind the checkpoint was recorded; 0 at the head
  bool foreign = false;  ///< its checkpoint is not of this log
};

number position_of(read_model& model, const std::string& projection, const number& generation) {
  if (!generation) return std::nullopt;
  const auto found = model.begin_read()->find({projection, *generation});
  return found ? found->position.value() : number{0};
}

/// Asks the log for what comes next; a checkpoint of another history is told, not an error.
standing measure(event_store& log, read_model& model, projection_status known) {
  standing out{std::move(known)};
  out.built_to = position_of(model, out.known.name, out.known.building);
  const auto next = log.read_log(out.known.at, {}, {.limit = 1});
  if (!next && next.error().code == errc::wrong_epoch) {
    out.foreign = true;
    return out;
  }
  const page& events = next.value();
  const auto age =
      events.empty() ? std::chrono::nanoseconds{0} : system_clock().now() - events[0].recorded_at;
  out.seconds = std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(age).count(), 0);
  return out;
}

std::string or_null(const number& value) {
  return value ? std::to_string(*value) : "null";
}

std::string or_nothing(const number& value) {
  return value ? std::to_string(*value) : "";
}

number lag_of(const standing& one) {
  return one.foreign ? std::nullopt : number{one.known.lag};
}

std::string json_of(const standing& one) {
  std::string line;
  json_object{line}
      .text("projection", one.known.name)
      .number("version", one.known.version)
      .text("fingerprint", one.known.fingerprint)
      .raw("live", or_null(one.known.live))
      .raw("building", or_null(one.known.building))
      .raw("previous", or_null(one.known.previous))
      .number("position", one.known.at.position.value())
      .raw("building_position", or_null(one.built_to))
      .number("head", one.known.head.value())
      .raw("lag", or_null(lag_of(one)))
      .raw("lag_seconds", or_null(one.seconds))
      .close();
  return line;
}

std::string building_text(const standing& one) {
  return one.known.building ? std::to_string(*one.known.building) + " at " + or_nothing(one.built_to) : "";
}

void print(const std::vector<standing>& all, bool json, const console& to) {
  if (json) {
    for (const auto& one : all) to.out.write(json_of(one));
    return;
  }
  using enum table::align;
  table rows{{{"PROJECTION"},
              {"LIVE", right},
              {"PREVIOUS", right},
              {"POSITION", right},
              {"LAG", right},
              {"SECONDS", right},
              {"BUILDING"}},
             to.out,
             to.out_terminal};
  for (const auto& one : all)
    rows.add({one.known.name, or_nothing(one.known.live), or_nothing(one.known.previous),
              std::to_string(one.known.at.position.value()), or_nothing(lag_of(one)), or_nothing(one.seconds),
              building_text(one)});
  rows.flush();
}

/// Says which of them are stale.
exit_code judge(const std::vector<standing>& all, const number& most, const console& to) {
  exit_code code = exit_code::ok;
  for (const auto& one : all) {
    const bool late = most && one.known.lag > *most;
    if (!one.foreign && !late) continue;
    code = exit_code::stale;
    to.say("varve: " + one.known.name +
           (one.foreign ? " stands at a place of another log than this"
                        : " is " + std::to_string(one.known.lag) + " events behind, which is more than " +
                              std::to_string(*most)));
  }
  return code;
}

}  // namespace

result<exit_code> run(const projections_command& asked, const console& to) {
  const auto log = open_store(asked.store, {.read_only = true});
  if (!log) return log.error();
  const auto model = open_read_models(asked.store, asked.read_model, model_access::look);
  if (!model) {
    error why = model.error();
    if (why.code == errc::not_found && asked.read_model.empty())
      why.message += ": name their database with --read-model FILE";
    return why;
  }
  try {
    std::vector<standing> all;
    for (auto& known : status_of(**log, **model).value())
      all.push_back(measure(**log, **model, std::move(known)));
    print(all, asked.json, to);
    return judge(all, asked.most_lag, to);
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli
