#include "racers.hpp"

#include <utility>

namespace varve::crash {
namespace {

std::string described(const append_outcome& outcome) {
  struct visitor {
    std::string operator()(const appended& won) const { return "won " + std::to_string(won.first.value()); }
    std::string operator()(const conflict& lost) const {
      if (lost.position) return "lost " + std::to_string(lost.position->value());
      return lost.actual ? "lost " + std::to_string(lost.actual->value()) : "bad conflict without a revision";
    }
    std::string operator()(const not_written& refused) const { return "bad " + refused.why.message; }
    std::string operator()(const unknown& doubt) const { return "bad " + doubt.reason; }
  };
  return std::visit(visitor{}, outcome);
}

expected next_revision(std::int64_t number) {
  return number == 0 ? expected::no_stream() : expected{revision{number - 1}};
}

}  // namespace

racers::racers(std::string name, std::vector<std::unique_ptr<event_store>>& stores, std::size_t count)
    : name_(std::move(name)),
      stores_(stores),
      answers_(count),
      line_(static_cast<std::ptrdiff_t>(count) + 1) {
  for (std::size_t number = 0; number < count; ++number)
    threads_.emplace_back([this, number] { run(number); });
}

racers::~racers() {
  over_ = true;
  line_.arrive_and_wait();
}

const std::vector<std::string>& racers::race(const prize& wanted) {
  wanted_ = wanted;
  line_.arrive_and_wait();  // the start
  line_.arrive_and_wait();  // the finish
  return answers_;
}

void racers::run(std::size_t number) {
  event_store& store = *stores_[number % stores_.size()];
  while (true) {
    line_.arrive_and_wait();
    if (over_) return;
    answers_[number] = described(store.append_and_wait(bid_for(wanted_, number)));
    line_.arrive_and_wait();
  }
}

append_request racers::bid_for(const prize& wanted, std::size_t number) const {
  const std::string racer = name_ + "_" + std::to_string(number);
  const std::string round = "round:" + std::to_string(wanted.number);
  new_event bid;
  bid.type = "bid";
  bid.data = "{\"racer\":\"" + racer + "\"}";
  bid.tags = {"racer:" + racer};
  if (wanted.what == prize::kind::stream)
    return append_request::to("prize-1", {bid}, next_revision(wanted.number));
  const std::string mark = wanted.what == prize::kind::seat ? "seat" : round;
  bid.tags.add(mark).value();
  auto request = append_request::to(stream_id{"racer", racer}, {bid});
  const position after{wanted.what == prize::kind::seat ? wanted.number : 0};
  request.condition = append_condition{{{{{"bid"}, {mark}}}}, {{}, after}};
  return request;
}

}  // namespace varve::crash
