#include <varve/core/environment.hpp>
#include <varve/url/open_store.hpp>

#include "commands/append_answer.hpp"
#include "commands/commands.hpp"
#include "input/event_reader.hpp"

namespace varve::cli {
namespace {

error bad(std::string_view option, std::string_view why) {
  return {errc::invalid_argument, std::string(option) + ": " + std::string(why)};
}

/// A revision is a number in JSON too; a word is a string there.
result<expected> expected_of(const std::string& text) {
  std::string value = text;
  if (!json::compact(value)) value = '"' + text + '"';
  if (json::compact(value))
    if (auto demand = read_expected(json::view{value})) return demand;
  return bad("--expected", "any, no_stream, stream_exists or a revision");
}

result<event_id> id_of(std::string_view text) {
  if (text.empty()) return event_id_generator{system_clock(), system_random()}.next();
  const auto id = event_id::parse(text);
  if (!id) return bad("--id", "a UUID");
  return *id;
}

result<new_event> event_of(const append_command& asked) {
  const auto id = id_of(asked.id);
  if (!id) return id.error();
  new_event event;
  event.id = *id;
  event.type = asked.type;
  event.data = asked.data;
  event.metadata = asked.metadata;
  for (const auto& tag : asked.tags)
    if (auto good = event.tags.add(tag); !good) return bad("--tag", good.error().message);
  if (asked.occurred_at.empty()) return event;
  const auto time = parse_time(asked.occurred_at);
  if (!time) return bad("--occurred-at", time.error().message);
  event.occurred_at = *time;
  return event;
}

}  // namespace

result<exit_code> run(const append_command& asked, const console& to) {
  auto event = event_of(asked);
  if (!event) return std::move(event).error();
  const auto stream = stream_id::parse(asked.stream);
  if (!stream) return bad("--stream", stream.error().message);
  const auto demand = expected_of(asked.expected);
  if (!demand) return demand.error();

  const auto store = open_store(asked.store);
  if (!store) return store.error();
  const appended_line line{{}, event->id, stream->name()};
  const append_outcome outcome =
      (*store)->append_and_wait(append_request::to(*stream, {*std::move(event)}, *demand));
  if (asked.json) to.out.write(answer_json(line, outcome));
  if (!asked.json && std::holds_alternative<appended>(outcome)) to.out.write(answer_text(line, outcome));
  if (!std::holds_alternative<appended>(outcome)) to.say("varve: " + answer_text(line, outcome));
  return exit_code_of(outcome);
}

}  // namespace varve::cli
