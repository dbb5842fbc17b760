#include "projector_fixture.hpp"

#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

/// A log that lets somebody else act in the middle of a read.
class interrupted_log : public event_store {
 public:
  explicit interrupted_log(event_store& inner) : inner_(inner) {}
  std::function<void()> before_read = [] {};

  result<page> read_log(const token& after, const filter& which, const read_options& options) override {
    before_read();
    return inner_.read_log(after, which, options);
  }
  void append(append_request request, append_callback done) override {
    inner_.append(std::move(request), std::move(done));
  }
  append_outcome append_and_wait(append_request request) override {
    return inner_.append_and_wait(std::move(request));
  }
  result<page> read_stream(const stream_id& s, revision r, const filter& f, const read_options& o) override {
    return inner_.read_stream(s, r, f, o);
  }
  result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override {
    return inner_.find(ids);
  }
  result<event_ref> event_at(position at) override { return inner_.event_at(at); }
  result<stream_listing> list_streams(const stream_range& range) override {
    return inner_.list_streams(range);
  }
  result<token> wait(const token& after, instant deadline) override { return inner_.wait(after, deadline); }
  result<log_info> info() override { return inner_.info(); }
  store_status status() const override { return inner_.status(); }
  void close(closing c) override { inner_.close(c); }

 private:
  event_store& inner_;
};

TEST_F(projector_test, one_that_was_overtaken_writes_nothing_and_ends_fenced) {
  trade(20);
  how.page_size = 5;
  how.read_ahead = false;  // the other acts before this page, not beside it
  interrupted_log slow{log()};
  int reads = 0;
  slow.before_read = [&] {
    if (++reads == 3) projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.poll();
  };
  projector late{slow, db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::fenced);
  EXPECT_EQ(seen(), views);
  late.poll();
  EXPECT_EQ(seen(), views);
}

TEST_F(projector_test, sql_of_one_that_was_overtaken_is_not_even_run) {
  trade(20);
  how.page_size = 5;
  how.read_ahead = false;  // the other acts before this page, not beside it
  interrupted_log slow{log()};
  int reads = 0;
  slow.before_read = [&] {
    if (++reads == 2) projector{log(), db, how, order_lines{}}.poll();
  };
  projector late{slow, db, how, order_lines{}};
  EXPECT_EQ(late.try_poll().error().code, errc::fenced);
  EXPECT_EQ(seen().lines, views.lines);
}

TEST_F(projector_test, two_that_take_turns_do_not_disturb_each_other) {
  projector a{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  projector b{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  for (std::uint64_t round = 1; round <= 6; ++round) {
    trade(5, round);
    (round % 2 == 0 ? a : b).poll();
    EXPECT_EQ(seen(), views);
  }
}

TEST_F(projector_test, two_that_run_at_once_give_the_fold_of_the_log) {
  use_real_time();
  how.pace.first_back_off = 1ms;
  how.pace.longest_back_off = 5ms;
  how.page_size = 7;
  sqlite::database second{db.path()};
  projector a{log(), db, how, order_lines{}, revenue{}, open_orders{}};
  projector b{log(), second, how, order_lines{}, revenue{}, open_orders{}};
  std::jthread one{[&](std::stop_token stop) { a.run(stop); }};
  std::jthread two{[&](std::stop_token stop) { b.run(stop); }};
  for (std::uint64_t round = 1; round <= 10; ++round) {
    trade(20, round);
    ASSERT_TRUE(a.wait_for(head(), 60s)) << a.wait_for(head(), 0s).error().message;
    EXPECT_EQ(seen(), views);
  }
}

}  // namespace
}  // namespace varve::shop
