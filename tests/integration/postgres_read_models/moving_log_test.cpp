#include <varve/postgres/event_store.hpp>

#include "moving_fixture.hpp"
#include "shared_server.hpp"

#include <memory>

namespace varve::shop {
namespace {

/// A log that grows out of its file into a server, while its read models stay where they are.
class moving_log : public moving_test {
 protected:
  static std::string fresh_url() {
    return testing::shared_server::server().url() + "?log=" + testing::shared_server::fresh_name();
  }
};

TEST_F(moving_log, projections_go_on_from_their_checkpoints_through_postgresql_and_back) {
  store = file_log("shop.db");
  trade(30);
  follow();
  trade(10, 2);  // they stand behind the head when the log moves
  const token before = head();

  const std::string url = fresh_url();
  // [open]
  auto moved = std::make_unique<varve::postgres::event_store>(url);
  // [/open]
  move_to(std::move(moved));
  EXPECT_TRUE(log().read_log(before, {}, {})) << "a token of the file is good";
  trade(10, 3);
  follow();

  move_to(file_log("back.db"));
  const auto ancestors = log().info().value().ancestors;
  ASSERT_EQ(ancestors.size(), 2U);
  EXPECT_EQ(ancestors[0].epoch, before.epoch);
  EXPECT_EQ(ancestors[0].shared, before.position);
  EXPECT_GT(ancestors[1].shared, before.position);
  trade(10, 4);
  follow();
}

TEST_F(moving_log, a_file_that_lives_on_is_not_mistaken_for_the_log_that_moved) {
  store = file_log("shop.db");
  trade(20);
  expect_a_source_that_lives_on_to_be_refused(
      move_to(std::make_unique<varve::postgres::event_store>(fresh_url())));
}

TEST_F(moving_log, a_file_that_has_gone_on_by_itself_is_not_imported_into_the_log_that_has) {
  store = file_log("shop.db");
  trade(5);
  postgres::event_store moved{fresh_url()};
  import_into(moved, exported(log()));
  trade(5, 2);
  std::size_t next = 0;
  const lines_of_log longer = exported(log());
  const line_source give = [&]() -> std::optional<result<std::string>> {
    return next < longer.size() ? std::optional(result<std::string>{longer[next++]}) : std::nullopt;
  };
  ASSERT_TRUE(to_result(
      moved.append_and_wait(append_request::to("note-1", {new_event{.type = "order.noted", .data = "{}"}}))));
  const position head = moved.info().value().head.position;
  EXPECT_EQ(import_log(moved, give).error().code, errc::conflict);
  EXPECT_EQ(moved.info().value().head.position, head) << "nothing of it was written";
}

}  // namespace
}  // namespace varve::shop
