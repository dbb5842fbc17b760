#include "output/outcome_json.hpp"

namespace varve::cli {

void write_conflict(json_object& out, const conflict& lost) {
  if (lost.position) {
    out.number("position", lost.position->value());
    return;
  }
  out.text("stream", lost.stream);
  if (lost.expected.what() == expected::kind::exactly)
    out.number("expected", lost.expected.revision().value());
  else
    out.text("expected", lost.expected.to_string());
  out.raw("actual", lost.actual ? std::to_string(lost.actual->value()) : "null");
}

void write_error(json_object& out, const error& why) {
  json_object inner{out.member("error")};
  inner.text("code", to_string(why.code)).text("message", why.message).close();
}

}  // namespace varve::cli
