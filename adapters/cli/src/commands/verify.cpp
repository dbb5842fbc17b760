#include <varve/core/clock.hpp>
#include <varve/sqlite/verify.hpp>
#include <varve/url/store_url.hpp>

#ifdef VARVE_HAS_POSTGRES
#include <varve/postgres/verify.hpp>
#endif

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"
#include "output/table.hpp"

namespace varve::cli {
namespace {

std::string json_of(const finding& found) {
  std::string line;
  json_object out{line};
  out.text("check", found.check)
      .raw("position", found.at ? std::to_string(found.at->value()) : "null")
      .text("message", found.message)
      .close();
  return line;
}

std::string text_of(const finding& found) {
  const std::string where = found.at ? " at position " + std::to_string(found.at->value()) : "";
  return found.check + where + ": " + harmless(found.message);
}

std::string json_of(const verification& done, store_url::kind where) {
  std::string line;
  const bool file = where == store_url::kind::sqlite;
  json_object{line}
      .boolean("sound", done.sound())
      .number("events", done.events)
      .number("streams", done.streams)
      .number("types", done.types)
      .number(file ? "chunks" : "tags", file ? done.chunks : done.tags)
      .number("findings", done.findings)
      .close();
  return line;
}

std::string text_of(const verification& done, store_url::kind where) {
  const bool file = where == store_url::kind::sqlite;
  return (done.sound() ? "sound: " : std::to_string(done.findings) + " findings in ") +
         std::to_string(done.events) + " events, " + std::to_string(done.streams) + " streams, " +
         std::to_string(done.types) + " types, " +
         (file ? std::to_string(done.chunks) + " chunks of postings" : std::to_string(done.tags) + " tags");
}

verification verify(const store_url& where, const verify_observer& observer) {
#ifdef VARVE_HAS_POSTGRES
  if (where.what == store_url::kind::postgres) return postgres::verify(where.path, observer);
#endif
  if (where.what == store_url::kind::sqlite) return sqlite::verify(where.path, observer);
  throw failure{{errc::invalid_argument,
                 "a log in memory cannot be verified: name a file, sqlite:PATH, or a log in PostgreSQL"}};
}

}  // namespace

result<exit_code> run(const verify_command& asked, const console& to) {
  const auto where = store_url::parse(asked.store);
  if (!where) return where.error();
  try {
    progress bar{"verify", asked.json, to, system_clock()};
    verify_observer observer;
    observer.found = [&](const finding& found) {
      to.out.write(asked.json ? json_of(found) : text_of(found));
    };
    observer.progress = [&](position done, position of) {
      bar.update(done.value(), of.value());
      to.out.wait_for_room();
      if (to.stopped()) throw failure{{errc::stopped, "stopped at position " + std::to_string(done.value())}};
    };
    const auto done = verify(*where, observer);
    bar.finish();
    to.out.write(asked.json ? json_of(done, where->what) : text_of(done, where->what));
    return done.sound() ? exit_code::ok : exit_code::failed;
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli
