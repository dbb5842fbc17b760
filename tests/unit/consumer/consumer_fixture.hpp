#pragma once

#include <varve/eventstore/consumer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace varve {

using namespace std::chrono_literals;

class hand_clock final : public clock {
 public:
  [[nodiscard]] timestamp now() const override { return {}; }
  [[nodiscard]] instant steady() const override { return time; }
  bool wait(std::unique_lock<std::mutex>&, std::condition_variable&, instant) const override { return false; }

  instant time{};
};

/// Always draws the largest byte: a back-off without jitter.
class top_random final : public random_source {
 public:
  void fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{255}); }
};

inline epoch epoch_of(int n) {
  epoch e;
  e.value.bytes[0] = static_cast<std::uint8_t>(n);
  return e;
}

inline event_id id_of(std::int64_t at) {
  event_id id;
  if (at > 0) id.value.bytes[15] = static_cast<std::uint8_t>(at);
  return id;
}

inline log_mark mark(std::int64_t at) {
  return {position{at}, id_of(at)};
}

inline event_ref event(std::int64_t at) {
  event_ref ref;
  ref.position = position{at};
  ref.id = id_of(at);
  return ref;
}

inline std::string text(position p) {
  return p == position::max() ? "all" : std::to_string(p.value());
}

struct describe {
  std::string operator()(const consumer::take_over&) const { return "take over"; }
  std::string operator()(const consumer::compare& s) const { return "compare " + text(s.at); }
  std::string operator()(const consumer::read& s) const { return "read behind " + text(s.after.position); }
  std::string operator()(const consumer::deliver& s) const { return "deliver " + text(s.before); }
  std::string operator()(const consumer::look_up& s) const { return "look up " + text(s.at); }
  std::string operator()(const consumer::save& s) const {
    return "save " + text(s.from.position) + " to " + text(s.to.position);
  }
  std::string operator()(const consumer::wait& s) const { return "wait behind " + text(s.after.position); }
  std::string operator()(const consumer::back_off&) const { return "back off"; }
  std::string operator()(const consumer::done& s) const {
    return s.why ? "failed: " + std::string{to_string(s.why->code)} : "done";
  }
};

/// Drives a consumer by hand; each answer becomes a readable text.
class consumer_test : public testing::Test {
 protected:
  using goal = consumer::goal;

  const std::string& is(consumer::step next) {
    step = std::move(next);
    return shown = std::visit(describe{}, step);
  }

  const std::string& starts(goal what) { return is(sales.start(what)); }
  const std::string& takes_over(std::int64_t at, std::int64_t version = 1) {
    return is(sales.on_take_over(checkpoint{at > 0 ? ours : epoch{}, position{at}, id_of(at), version}));
  }
  const std::string& compares() {
    const auto at = std::get<consumer::compare>(step).at;
    consumer::history found{log, std::nullopt};
    if (at > position{}) found.event = event(at.value());
    return is(sales.on_compare(found));
  }
  const std::string& reads(std::size_t events, std::optional<std::int64_t> edge, bool end,
                           std::int64_t head = 100) {
    consumer::seen page{events, std::nullopt, position{head}, end};
    if (edge) page.edge = mark(*edge);
    return is(sales.on_read(page));
  }
  const std::string& delivers(bool full = false) {
    return is(sales.on_deliver(consumer::delivered{.full = full}));
  }
  const std::string& saves() { return is(sales.on_save({})); }

  /// From the start to its first read.
  void follows_from(std::int64_t at, goal what = goal::stop) {
    starts(what);
    takes_over(at);
    compares();
  }

  hand_clock time;
  top_random random;
  environment env{.clock = &time, .random = &random};
  consumer_options how;
  epoch ours = epoch_of(1);
  log_info log{.epoch = ours, .ancestors = {}, .head = {ours, position{100}}};
  consumer sales{{"sales"}, how, env};
  consumer::step step;
  std::string shown;
};

}  // namespace varve
