#include <varve/eventstore/export_log.hpp>
#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/export_file.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"

namespace varve::cli {
namespace {

std::string report_of(const export_report& done, bool json) {
  const std::int64_t head = done.head.position.value();
  if (!json)
    return done.events == 0 ? "exported 0 events"
                            : "exported " + std::to_string(done.events) + " events, positions " +
                                  std::to_string(head - done.events + 1) + " to " + std::to_string(head);
  std::string line;
  json_object{line}
      .text("epoch", done.head.epoch.to_string())
      .number("events", done.events)
      .number("after", head - done.events)
      .number("head", head)
      .close();
  return line;
}

export_options options_of(const export_command& asked, progress& bar, const console& to) {
  export_options how;
  how.after = position{asked.after};
  how.progress = [&](position done, position of) -> result<void> {
    bar.update(done.value(), of.value());
    if (to.stopped()) return error{errc::stopped, "stopped at position " + std::to_string(done.value())};
    return {};
  };
  return how;
}

/// Data go to standard output, and the report to standard error.
result<exit_code> to_output(event_store& store, const export_command& asked, const console& to) {
  progress bar{"export", asked.json, to, system_clock()};
  const line_sink write = [&](std::string_view line) {
    to.out.write(line);
    to.out.wait_for_room();
    return result<void>{};
  };
  const auto done = export_log(store, write, options_of(asked, bar, to));
  if (!done) return done.error();
  bar.finish();
  to.say(report_of(*done, asked.json));
  return exit_code::ok;
}

result<exit_code> to_file(event_store& store, const export_command& asked, const console& to) {
  auto file = export_file::make(asked.to);
  if (!file) return std::move(file).error();
  progress bar{"export", asked.json, to, system_clock()};
  const line_sink write = [&](std::string_view line) { return file->write_line(line); };
  const auto done = export_log(store, write, options_of(asked, bar, to));
  if (!done) return done.error();
  if (auto good = file->finish(); !good) return std::move(good).error();
  bar.finish();
  to.out.write(report_of(*done, asked.json));
  return exit_code::ok;
}

}  // namespace

result<exit_code> run(const export_command& asked, const console& to) {
  const auto store = open_store(asked.store, {.read_only = true});
  if (!store) return store.error();
  return asked.to.empty() ? to_output(**store, asked, to) : to_file(**store, asked, to);
}

}  // namespace varve::cli
