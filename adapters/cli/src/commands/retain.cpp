#include <varve/eventstore/retain.hpp>
#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace varve::cli {
namespace {

using namespace std::chrono;

struct unit {
  char name;
  nanoseconds length;
};
constexpr std::array<unit, 5> units{{{'s', 1s}, {'m', 1min}, {'h', 1h}, {'d', days{1}}, {'w', weeks{1}}}};

/// `30d`: a whole number and a unit.
result<nanoseconds> parse_age(const std::string& text) {
  const auto known = text.empty() ? units.end() : std::ranges::find(units, text.back(), &unit::name);
  std::int64_t number = 0;
  const char* const end = text.data() + text.size() - (text.empty() ? 0 : 1);
  const auto read = std::from_chars(text.data(), end, number);
  const bool whole = read.ec == std::errc{} && read.ptr == end && number >= 0;
  if (known != units.end() && whole && number <= nanoseconds::max() / known->length)
    return number * known->length;
  return error{errc::invalid_argument,
               "--max-age takes a whole number and s, m, h, d or w, as 90d, not '" + text + "'"};
}

std::string report_of(const retention_report& done, const retain_command& asked) {
  if (!asked.json)
    return (asked.dry_run ? "would hide " : "hid ") + std::to_string(done.events) + " events of " +
           std::to_string(done.truncated) + " streams; " + std::to_string(done.streams) + " were looked at";
  std::string line;
  json_object{line}
      .number("streams", done.streams)
      .number("truncated", done.truncated)
      .number("events", done.events)
      .boolean("dry_run", asked.dry_run)
      .close();
  return line;
}

}  // namespace

result<exit_code> run(const retain_command& asked, const console& to) {
  retention_rule rule{.prefix = asked.prefix, .max_count = asked.max_count};
  if (asked.max_age) {
    const auto age = parse_age(*asked.max_age);
    if (!age) return age.error();
    rule.max_age = *age;
  }
  const auto store = open_store(asked.store, {.read_only = asked.dry_run, .create = false});
  if (!store) return store.error();
  retention_options how{.dry_run = asked.dry_run};
  how.progress = [&](const retention_report&) -> result<void> {
    if (to.stopped()) return error{errc::stopped, "stopped"};
    return {};
  };
  const auto done = retain(**store, rule, how);
  if (!done && to.interrupted.requested()) {
    to.say("varve: interrupted; apply the rule again, and it goes on");
    return exit_code::ok;  // the signal's own code is the program's
  }
  if (!done) return done.error();
  to.out.write(report_of(*done, asked));
  return exit_code::ok;
}

}  // namespace varve::cli
