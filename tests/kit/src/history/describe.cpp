#include "describe.hpp"

namespace varve::testing {
namespace {

struct call_words {
  std::string operator()(const append_call& asked) const {
    std::string out = "append";
    for (const auto& write : asked.writes)
      out += " to " + write.demand.stream + " (" + write.demand.expected.to_string() + ")";
    for (const auto& check : asked.checks)
      out += " if " + check.stream + " (" + check.expected.to_string() + ")";
    if (!asked.writes.empty() && !asked.writes.front().ids.empty())
      out += ", event " + asked.writes.front().ids.front().to_string();
    return out;
  }
  std::string operator()(const log_call& asked) const {
    return "read of the log behind " + std::to_string(asked.after.value());
  }
  std::string operator()(const stream_call& asked) const {
    return "read of " + asked.stream + " from " + std::to_string(asked.from.value());
  }
};

struct answer_words {
  std::string operator()(const unanswered&) const { return "never answered"; }
  std::string operator()(const appended& told) const {
    return std::string(told.replayed ? "told replayed" : "told appended") + " at " +
           std::to_string(told.first.value());
  }
  std::string operator()(const conflict& told) const {
    return "told of a conflict with " + told.stream + " at " +
           (told.actual ? std::to_string(told.actual->value()) : std::string("no revision"));
  }
  std::string operator()(const not_written& told) const {
    return "told not written (" + std::string(to_string(told.why.code)) + ")";
  }
  std::string operator()(const unknown&) const { return "told unknown"; }
  std::string operator()(const page_answer& told) const {
    return "shown " + std::to_string(told.events.size()) + " events with head " +
           std::to_string(told.head.value());
  }
  std::string operator()(const read_failed& told) const {
    return "failed with " + std::string(to_string(told.why));
  }
};

}  // namespace

std::string describe(const operation& one) {
  return std::visit(call_words{}, one.asked) + ", " + std::visit(answer_words{}, one.told);
}

}  // namespace varve::testing
