#include <varve/testing/forwarding_store.hpp>

#include "projector_fixture.hpp"

#include <functional>
#include <thread>

namespace varve::shop {
namespace {

using namespace std::chrono_literals;

/// A log in which somebody else acts just before the n-th page is read.
class interrupted_log final : public testing::forwarding_store {
 public:
  interrupted_log(event_store& log, int page, std::function<void()> act)
      : forwarding_store(log), page_(page), act_(std::move(act)) {}

  result<page> read_log(const token& after, const filter& which, const read_options& how) override {
    if (++pages_ == page_) act_();
    return forwarding_store::read_log(after, which, how);
  }

 private:
  int page_;
  std::function<void()> act_;
  int pages_ = 0;
};

/// With a projector that is overtaken: it reads no page ahead, so that the other acts before a page, not
/// beside it.
class overtaken_test : public projector_test {
 protected:
  overtaken_test() {
    how.page_size = 5;
    how.read_ahead = false;
    trade(20);
  }
};

TEST_F(overtaken_test, one_that_was_overtaken_writes_nothing_and_ends_fenced) {
  interrupted_log slow{log(), 3,
                       [this] { projector{log(), db, how, order_lines{}, revenue{}, open_orders{}}.poll(); }};
  projector late{slow, db, how, revenue{}};
  EXPECT_EQ(late.try_poll().error().code, errc::fenced);
  EXPECT_EQ(seen(), views);
  late.poll();
  EXPECT_EQ(seen(), views);
}

TEST_F(overtaken_test, sql_of_one_that_was_overtaken_is_not_even_run) {
  interrupted_log slow{log(), 2, [this] { projector{log(), db, how, order_lines{}}.poll(); }};
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
