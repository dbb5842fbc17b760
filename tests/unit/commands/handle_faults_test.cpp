#include "handling.hpp"

#include <gtest/gtest.h>

namespace {

using namespace handling;  // NOLINT: the words of these tests

const varve::error broken{varve::errc::corrupt, "the disk is on fire"};

/// A log that answers as a fresh one would, loses one race, and breaks at step number `fault`.
class breaking_log {
 public:
  explicit breaking_log(int fault) : fault_(fault) {}

  algorithm::step answer(one& handle, algorithm::step& step) {
    if (const auto* find = std::get_if<algorithm::find_events>(&step))
      return breaks() ? handle->on_found(broken) : handle->on_found(found(find->ids.size()));
    if (std::holds_alternative<algorithm::read_page>(step))
      return breaks() ? handle->on_page(broken) : handle->on_page(read());
    if (std::holds_alternative<algorithm::append_events>(step))
      return breaks() ? handle->on_outcome(varve::not_written{broken}) : handle->on_outcome(append());
    return handle->on_paused();
  }

  [[nodiscard]] int steps() const { return steps_; }
  [[nodiscard]] int appends() const { return appends_; }

 private:
  [[nodiscard]] bool breaks() { return ++steps_ == fault_; }

  /// Two pages each time.
  varve::result<varve::page> read() {
    first_page_ = !first_page_;
    return page_of(first_page_ ? one_event_ : stored_events{}, !first_page_);
  }

  varve::append_outcome append() {
    ++appends_;
    if (appends_ == 1) return conflict(1);
    if (appends_ == 2) return varve::unknown{"a wire broke", {event_of("order-7")}};
    return appended(1, 1);
  }

  const stored_events one_event_ = stored_events{}.add(cart::item_added{"a"});
  int fault_;
  int steps_ = 0;
  int appends_ = 0;
  bool first_page_ = false;
};

varve::result<varve::handled_all> handled_over(breaking_log& log) {
  one handle{{{cart::add_item{"b"}, {.id = id("order-7")}}}};
  auto step = handle->start();
  while (!std::holds_alternative<algorithm::finished>(step)) step = log.answer(handle, step);
  return std::get<algorithm::finished>(std::move(step)).answer;
}

TEST(handle_faults, at_any_step_end_the_handle_with_that_error) {
  breaking_log whole{0};
  ASSERT_TRUE(handled_over(whole));
  ASSERT_GE(whole.steps(), 9);  // look up, read twice, append; again; in doubt: append

  for (int fault = 1; fault <= whole.steps(); ++fault) {
    breaking_log log{fault};
    const auto answer = handled_over(log);
    ASSERT_FALSE(answer) << "a fault at step " << fault;
    EXPECT_EQ(answer.error().code, varve::errc::corrupt) << "a fault at step " << fault;
    EXPECT_EQ(log.steps(), fault) << "nothing is asked for after a fault at step " << fault;
  }
}

}  // namespace
