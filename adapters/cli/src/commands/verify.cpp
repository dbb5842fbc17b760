#include <varve/core/clock.hpp>
#include <varve/sqlite/verify.hpp>
#include <varve/url/store_url.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"
#include "output/table.hpp"

namespace varve::cli {
namespace {

std::string json_of(const sqlite::finding& found) {
  std::string line;
  json_object out{line};
  out.text("check", found.check)
      .raw("position", found.at ? std::to_string(found.at->value()) : "null")
      .text("message", found.message)
      .close();
  return line;
}

std::string text_of(const sqlite::finding& found) {
  const std::string where = found.at ? " at position " + std::to_string(found.at->value()) : "";
  return found.check + where + ": " + harmless(found.message);
}

std::string json_of(const sqlite::verification& done) {
  std::string line;
  json_object{line}
      .boolean("sound", done.sound())
      .number("events", done.events)
      .number("streams", done.streams)
      .number("types", done.types)
      .number("chunks", done.chunks)
      .number("findings", done.findings)
      .close();
  return line;
}

std::string text_of(const sqlite::verification& done) {
  return (done.sound() ? "sound: " : std::to_string(done.findings) + " findings in ") +
         std::to_string(done.events) + " events, " + std::to_string(done.streams) + " streams, " +
         std::to_string(done.types) + " types, " + std::to_string(done.chunks) + " chunks of postings";
}

template<class T>
void print(const T& what, bool json, const console& to) {
  to.out.write(json ? json_of(what) : text_of(what));
}

}  // namespace

result<exit_code> run(const verify_command& asked, const console& to) {
  const auto where = store_url::parse(asked.store);
  if (!where) return where.error();
  if (where->what != store_url::kind::sqlite)
    return error{errc::invalid_argument, "only a log in a file can be verified: sqlite:PATH"};
  try {
    progress bar{"verify", asked.json, to, system_clock()};
    sqlite::verify_observer observer;
    observer.found = [&](const sqlite::finding& found) { print(found, asked.json, to); };
    observer.progress = [&](position done, position of) {
      bar.update(done.value(), of.value());
      to.out.wait_for_room();
      if (to.stopped()) throw failure{{errc::stopped, "stopped at position " + std::to_string(done.value())}};
    };
    const auto done = sqlite::verify(where->path, observer);
    bar.finish();
    print(done, asked.json, to);
    return done.sound() ? exit_code::ok : exit_code::failed;
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli
