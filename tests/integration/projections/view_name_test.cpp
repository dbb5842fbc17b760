#include "generations_fixture.hpp"

namespace varve::shop {
namespace {

struct braceless {
  using events = varve::events<placed>;
  static constexpr std::string_view name = "braceless";
  static constexpr int version = 1;
  void create(sqlite::transaction& tx) { tx.exec("CREATE TABLE mine(n INTEGER)"); }
  void apply(sqlite::transaction&, const recorded<placed>&) {}
};
struct tableless : braceless {
  static constexpr std::string_view name = "tableless";
  void create(sqlite::transaction&) {}
};

TEST_F(generations_test, a_plain_name_that_is_not_ours_is_refused_before_anything_is_built) {
  db.write([](sqlite::transaction& tx) { tx.exec("CREATE TABLE revenue(mine)"); });
  trade(5);
  projector sales{log(), db, how, revenue{}};
  const auto why = sales.try_poll().error();
  EXPECT_EQ(why.code, errc::invalid_argument);
  EXPECT_NE(why.message.find("revenue"), std::string::npos);
  EXPECT_EQ(under("revenue__1"), relation::none);
  EXPECT_EQ(known("revenue").live, std::nullopt);
}

TEST_F(generations_test, the_view_of_another_projection_is_refused_too) {
  trade(5);
  projector{log(), db, how, report_1{}}.poll();
  db.write([](sqlite::transaction& tx) { tx.exec("CREATE VIEW new_table AS SELECT 1"); });
  projector two{log(), db, how, report_2{}};
  EXPECT_EQ(error_of([&] { two.rebuild(); }).code, errc::invalid_argument);
  EXPECT_EQ(known("report").live, 1);
  EXPECT_EQ(under("totals__2"), relation::none);
}

TEST_F(generations_test, a_table_made_without_braces_is_refused) {
  projector bad{log(), db, how, braceless{}};
  const auto why = bad.try_poll().error();
  EXPECT_EQ(why.code, errc::invalid_argument);
  EXPECT_NE(why.message.find("{mine}"), std::string::npos) << why.message;
  EXPECT_EQ(under("mine"), relation::none);
}

TEST_F(generations_test, a_projection_that_makes_no_table_is_refused) {
  projector bad{log(), db, how, tableless{}};
  EXPECT_EQ(bad.try_poll().error().code, errc::invalid_argument);
}

TEST_F(generations_test, a_name_that_the_projector_does_not_have_is_not_found) {
  projector sales{log(), db, how, revenue{}};
  EXPECT_EQ(error_of([&] { sales.rebuild("sales"); }).code, errc::not_found);
  EXPECT_EQ(error_of([&] { sales.roll_back("sales"); }).code, errc::not_found);
}

}  // namespace
}  // namespace varve::shop
