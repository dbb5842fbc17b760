#include <varve/eventstore/compact_log.hpp>
#include <varve/sqlite/file_space.hpp>
#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"

#include <algorithm>
#include <optional>

namespace varve::cli {
namespace {

/// What becomes of the space.
std::string space_text(const store_url& where, const std::optional<sqlite::file_space>& left) {
  if (left)
    return "; the file has " + std::to_string(left->bytes) + " bytes, of which " +
           std::to_string(left->free) + " are free for what is appended next";
  if (where.what == store_url::kind::postgres)
    return "; VACUUM, which the server does by itself in time, frees it for what is appended next";
  return {};
}

std::string report_of(const compaction_report& done, const store_url& where,
                      const std::optional<sqlite::file_space>& left, bool json) {
  std::string line;
  if (json) {
    json_object out{line};
    out.number("events", done.events).number("bytes", done.bytes).number("slices", done.slices);
    if (left) out.number("file", left->bytes).number("free", left->free);
    out.close();
    return line;
  }
  return "compacted " + std::to_string(done.events) + " events, " + std::to_string(done.bytes) +
         " bytes of data and metadata" + space_text(where, left);
}

compaction_options options_of(event_store& store, progress& bar, const console& to) {
  const auto facts = store.info();
  compaction_options how;
  how.progress = [&, head = facts ? facts->head.position.value()
                                  : 0](const compaction_report& done) -> result<void> {
    bar.update(done.scanned.value(), std::max(head, done.scanned.value()));
    if (to.stopped())
      return error{errc::stopped, "stopped at position " + std::to_string(done.scanned.value())};
    return {};
  };
  return how;
}

/// The store is closed when it returns.
result<compaction_report> compact(const store_url& where, progress& bar, const console& to) {
  const auto store = open_store(where, {.create = false});
  if (!store) return store.error();
  return compact_log(**store, options_of(**store, bar, to));
}

}  // namespace

result<exit_code> run(const compact_command& asked, const console& to) {
  const auto where = store_url::parse(asked.store);
  if (!where) return where.error();
  const bool in_a_file = where->what == store_url::kind::sqlite;
  if (asked.shrink && !in_a_file)
    return error{errc::invalid_argument, "--shrink is for a log in a file: sqlite:PATH"};
  progress bar{"compact", asked.json, to, system_clock()};
  const auto done = compact(*where, bar, to);
  if (!done && to.interrupted.requested()) {
    to.say("varve: interrupted; compact again, and it goes on");
    return exit_code::ok;  // the signal's own code is the program's
  }
  if (!done) return done.error();
  bar.finish();
  try {
    std::optional<sqlite::file_space> left;
    if (in_a_file) left = asked.shrink ? sqlite::shrink(where->path) : sqlite::space_of(where->path);
    to.out.write(report_of(*done, *where, left, asked.json));
    return exit_code::ok;
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli
