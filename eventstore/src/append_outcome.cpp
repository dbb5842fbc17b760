#include <varve/eventstore/append_outcome.hpp>

namespace varve {
namespace {

struct as_result {
  result<appended> operator()(appended&& done) const { return std::move(done); }
  result<appended> operator()(not_written&& failed) const { return std::move(failed.why); }

  result<appended> operator()(conflict&& lost) const {
    if (lost.position)
      return error{errc::conflict, "an event that matches the condition stands at position " +
                                       std::to_string(lost.position->value())};
    const std::string actual =
        lost.actual ? "stands at revision " + std::to_string(lost.actual->value()) : "was never written";
    return error{errc::conflict, "stream " + lost.stream + " was expected at " + lost.expected.to_string() +
                                     " and " + actual};
  }

  result<appended> operator()(unknown&& doubt) const {
    return error{errc::in_doubt, "the commit's fate is unknown (" + doubt.reason +
                                     "); send the same batch with the same ids again"};
  }
};

}  // namespace

result<appended> to_result(append_outcome outcome) {
  return std::visit(as_result{}, std::move(outcome));
}

}  // namespace varve
