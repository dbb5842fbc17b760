#include "pipe/reply.hpp"

#include <varve/core/event_line.hpp>

#include "output/outcome_json.hpp"
#include "output/stream_json.hpp"

namespace varve::cli::pipe {
namespace {

/// A reply has one of a few codes; whatever else stopped a store is, to its client, a store that cannot be
/// reached.
error told(const error& why) {
  switch (why.code) {
    case errc::invalid_argument:
    case errc::idempotency_mismatch:
    case errc::stream_deleted:
    case errc::too_large:
    case errc::wrong_epoch:
    case errc::timeout:
    case errc::corrupt: return why;
    default: return {errc::unavailable, why.message};
  }
}

void write_outcome(json_object& out, const appended& done) {
  out.text("outcome", "appended");
  write_array(out.member("writes"), done.writes, [](std::string& text, const written& one) {
    json_object{text}
        .text("stream", one.stream)
        .number("first_revision", one.first.value())
        .number("last_revision", one.last.value())
        .close();
  });
  if (!done.writes.empty())
    out.number("first_position", done.first.value()).number("last_position", done.last.value());
  out.boolean("replayed", done.replayed);
}

void write_outcome(json_object& out, const conflict& lost) {
  out.text("outcome", "conflict");
  write_conflict(out, lost);
}

void write_outcome(json_object& out, const not_written& refused) {
  write_error(out, told(refused.why));
}

void write_outcome(json_object& out, const unknown& doubt) {
  out.text("outcome", "unknown").text("reason", doubt.reason);
  write_array(out.member("ids"), doubt.ids,
              [](std::string& text, const event_id& id) { json::append_string(text, id.to_string()); });
}

std::string place(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : "null";
}

std::string scanned(const page& events, bool of_stream) {
  std::optional<std::int64_t> last;
  if (of_stream && events.scanned_revision()) last = events.scanned_revision()->value();
  if (!of_stream && events.scanned()) last = events.scanned()->position.value();
  return place(last);
}

template<class Write>
std::string reply(std::string_view id, Write&& write) {
  std::string line;
  json_object out{line};
  out.raw("id", id);
  write(out);
  out.close();
  return line;
}

}  // namespace

std::string reply_to(std::string_view id, const error& why) {
  return reply(id, [&](json_object& out) { write_error(out, told(why)); });
}

std::string reply_to(std::string_view id, const append_outcome& outcome) {
  return reply(
      id, [&](json_object& out) { std::visit([&](const auto& one) { write_outcome(out, one); }, outcome); });
}

std::string reply_to(std::string_view id, const log_info& log) {
  return reply(id, [&](json_object& out) {
    out.text("epoch", log.epoch.to_string())
        .number("head", log.head.position.value())
        .number("events", log.events)
        .number("streams", log.streams);
  });
}

std::string reply_to(std::string_view id, const page& events, bool of_stream) {
  return reply(id, [&](json_object& out) {
    write_array(out.member("events"), events, append_event_line);
    out.number("head", events.head().position.value())
        .raw("scanned", scanned(events, of_stream))
        .boolean("end", events.at_end());
  });
}

std::string reply_to(std::string_view id, const stream_listing& listing) {
  return reply(
      id, [&](json_object& out) { write_array(out.member("streams"), listing.streams, append_stream_json); });
}

std::string reply_to(std::string_view id, const token& head) {
  return reply(id, [&](json_object& out) { out.number("head", head.position.value()); });
}

}  // namespace varve::cli::pipe
