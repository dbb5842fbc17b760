#include "commands/append_answer.hpp"

#include "output/outcome_json.hpp"

namespace varve::cli {
namespace {

template<class... F>
struct overloaded : F... {
  using F::operator()...;
};

void begin(json_object& out, const appended_line& line, std::string_view outcome) {
  out.raw("id", line.id ? '"' + line.id->to_string() + '"' : "null");
  if (line.number && outcome != "appended") out.number("line", static_cast<std::int64_t>(*line.number));
  out.text("outcome", outcome);
}

void write(json_object& out, const appended_line& line, const appended& done) {
  begin(out, line, "appended");
  out.text("stream", line.stream)
      .number("revision", done.writes.front().last.value())
      .number("position", done.last.value());
  if (done.replayed) out.boolean("replayed", true);
}

void write(json_object& out, const appended_line& line, const conflict& lost) {
  begin(out, line, "conflict");
  write_conflict(out, lost);
}

void write(json_object& out, const appended_line& line, const not_written& refused) {
  begin(out, line, "error");
  write_error(out, refused.why);
}

void write(json_object& out, const appended_line& line, const unknown& doubt) {
  begin(out, line, "unknown");
  out.text("stream", line.stream).text("reason", doubt.reason);
}

std::string text_of(const appended_line& line, const appended& done) {
  return std::string(done.replayed ? "stands already in " : "appended to ") + line.stream + ": revision " +
         std::to_string(done.writes.front().last.value()) + ", position " +
         std::to_string(done.last.value()) + ", id " + line.id->to_string();
}

std::string actual_text(const conflict& lost) {
  return lost.actual ? "its last revision is " + std::to_string(lost.actual->value())
                     : "it was never written";
}

}  // namespace

std::string answer_json(const appended_line& line, const append_outcome& outcome) {
  std::string text;
  json_object out{text};
  std::visit([&](const auto& one) { write(out, line, one); }, outcome);
  out.close();
  return text;
}

std::string answer_text(const appended_line& line, const append_outcome& outcome) {
  return std::visit(overloaded{[&](const appended& done) { return text_of(line, done); },
                               [&](const conflict& lost) {
                                 return "conflict: stream " + lost.stream + " was expected to be at " +
                                        lost.expected.to_string() + ", but " + actual_text(lost);
                               },
                               [](const not_written& refused) { return refused.why.message; },
                               [&](const unknown& doubt) {
                                 return "it is not known whether the event was written (" + doubt.reason +
                                        "); append it again with --id " + line.id->to_string() +
                                        " to learn it";
                               }},
                    outcome);
}

exit_code exit_code_of(const append_outcome& outcome) {
  return std::visit(overloaded{[](const appended&) { return exit_code::ok; },
                               [](const conflict&) { return exit_code::conflict; },
                               [](const not_written& refused) { return exit_code_of(refused.why.code); },
                               [](const unknown&) { return exit_code::unavailable; }},
                    outcome);
}

}  // namespace varve::cli
