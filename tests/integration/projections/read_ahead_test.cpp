#include <varve/testing/forwarding_store.hpp>

#include "projector_fixture.hpp"

#include <atomic>

namespace varve::shop {
namespace {

/// Counts the pages that it has read, and lets the log grow just before the second.
class growing_store final : public testing::forwarding_store {
 public:
  growing_store(std::unique_ptr<event_store> inner, std::function<void()> grow)
      : forwarding_store(std::move(inner)), grow_(std::move(grow)) {}

  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    if (pages_ == 1) grow_();
    auto page = forwarding_store::read_log(after, which, how);
    ++pages_;
    pages_.notify_all();
    return page;
  }

  void await_page(int number) const {
    for (int seen = pages_; seen < number; seen = pages_) pages_.wait(seen);
  }
  [[nodiscard]] int pages() const { return pages_; }

 private:
  std::function<void()> grow_;
  std::atomic<int> pages_ = 0;
};

class read_ahead_test : public projector_test {
 protected:
  void place_ten(const std::string& prefix) {
    for (int i = 0; i < 10; ++i) place(prefix + std::to_string(i), "FR", 1);
  }

  growing_store& growing() {
    auto wrapped = std::make_unique<growing_store>(std::move(store), [this] { place_ten("grown"); });
    auto& made = *wrapped;
    store = std::move(wrapped);
    return made;
  }
};

TEST_F(read_ahead_test, a_poll_goes_to_the_head_of_its_moment_though_pages_were_read_before) {
  how.page_size = 10;
  place_ten("a");
  place_ten("b");
  auto& behind = growing();
  projector sales{log(), db, how, revenue{}};
  EXPECT_EQ(sales.poll().position, position{20});  // the head when it began
  behind.await_page(3);                            // of the ten that came meanwhile, and an end behind them
  place_ten("c");
  EXPECT_EQ(sales.poll(), head());
  EXPECT_EQ(seen().revenue, views.revenue);
}

TEST_F(read_ahead_test, nothing_is_read_that_was_not_asked_for_when_it_is_switched_off) {
  how.page_size = 10;
  how.read_ahead = false;
  place_ten("a");
  place_ten("b");
  auto& behind = growing();
  projector sales{log(), db, how, revenue{}};
  EXPECT_EQ(sales.poll().position, position{20});
  EXPECT_EQ(behind.pages(), 2);
}

}  // namespace
}  // namespace varve::shop
