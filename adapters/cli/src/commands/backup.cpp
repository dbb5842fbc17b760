#include <varve/sqlite/backup.hpp>
#include <varve/url/store_url.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"

namespace varve::cli {
namespace {

/// The file of the log that was named.
result<std::string> file_of(const std::string& url, std::string_view verb) {
  const auto where = store_url::parse(url);
  if (!where) return where.error();
  if (where->what == store_url::kind::sqlite) return where->path;
  if (where->what == store_url::kind::memory)
    return error{errc::invalid_argument, "only a log in a file is " + std::string(verb) + ": sqlite:PATH"};
  return error{errc::unsupported,
               "a log in PostgreSQL is " + std::string(verb) +
                   " with the server's own tools, pg_dump or pg_basebackup, or goes into a "
                   "file by varve export: docs/how-to/back-up-postgresql.md"};
}

std::string report_of(const sqlite::copy_report& done, std::string_view what, bool json) {
  if (!json)
    return std::string(what) + " up to position " + std::to_string(done.head.position.value()) + ", " +
           std::to_string(done.bytes) + " bytes, epoch " + done.head.epoch.to_string();
  std::string line;
  json_object{line}
      .text("epoch", done.head.epoch.to_string())
      .number("head", done.head.position.value())
      .number("bytes", done.bytes)
      .close();
  return line;
}

/// Runs a copy with a bar; `work` is told how.
template<class Work>
result<exit_code> copy(std::string_view command, std::string_view past, bool json, const console& to,
                       const Work& work) {
  try {
    progress bar{command, json, to, system_clock()};
    sqlite::copy_options how;
    how.progress = [&](std::int64_t done, std::int64_t of) {
      bar.update(done, of);
      if (to.stopped()) throw failure{{errc::stopped, "stopped; nothing was left behind"}};
    };
    const sqlite::copy_report done = work(how);
    bar.finish();
    to.out.write(report_of(done, past, json));
    return exit_code::ok;
  } catch (const failure& problem) {
    if (problem.code() == errc::stopped && to.interrupted.requested())
      return exit_code::ok;  // the signal's code
    return problem.error();
  }
}

}  // namespace

result<exit_code> run(const backup_command& asked, const console& to) {
  const auto path = file_of(asked.store, "backed up");
  if (!path) return path.error();
  return copy("backup", "backed up", asked.json, to,
              [&](const sqlite::copy_options& how) { return sqlite::backup(*path, asked.to, how); });
}

result<exit_code> run(const restore_command& asked, const console& to) {
  const auto path = file_of(asked.store, "restored");
  if (!path) return path.error();
  return copy("restore", "restored", asked.json, to,
              [&](const sqlite::copy_options& how) { return sqlite::restore(asked.from, *path, how); });
}

}  // namespace varve::cli
