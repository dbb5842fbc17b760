#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"

namespace varve::cli {
namespace {

void write_ancestor(std::string& out, const ancestor& one) {
  json_object{out}
      .text("epoch", one.epoch.to_string())
      .number("shared", one.shared.value())
      .text("shared_id", one.shared_id.to_string())
      .text("cause", one.cause)
      .close();
}

std::string json_of(const log_info& log, const store_status& status) {
  std::string line;
  json_object out{line};
  out.text("store", status.kind)
      .text("location", status.location)
      .text("epoch", log.epoch.to_string())
      .number("head", log.head.position.value())
      .number("events", log.events)
      .number("streams", log.streams)
      .number("bytes", log.bytes)
      .number("indexed_up_to", status.indexed_up_to);
  write_array(out.member("ancestors"), log.ancestors, write_ancestor);
  out.close();
  return line;
}

void print(const log_info& log, const store_status& status, line_writer& out) {
  out.write("store     " + status.location);
  out.write("epoch     " + log.epoch.to_string());
  out.write("head      " + std::to_string(log.head.position.value()));
  out.write("events    " + std::to_string(log.events));
  out.write("streams   " + std::to_string(log.streams));
  out.write("bytes     " + std::to_string(log.bytes));
  for (const auto& one : log.ancestors)
    out.write("ancestor  " + one.epoch.to_string() + " up to " + std::to_string(one.shared.value()) + " (" +
              one.cause + ")");
}

}  // namespace

result<exit_code> run(const info_command& asked, const console& to) {
  const auto store = open_store(asked.store, {.read_only = true});
  if (!store) return store.error();
  const auto log = (*store)->info();
  if (!log) return log.error();
  const store_status status = (*store)->status();
  if (asked.json)
    to.out.write(json_of(*log, status));
  else
    print(*log, status, to.out);
  return exit_code::ok;
}

}  // namespace varve::cli
