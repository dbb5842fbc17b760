#include "faulty_database.hpp"
#include "projector_fixture.hpp"

namespace varve::shop {
namespace {

/// Fails the read model's database at every one of its calls in turn, and demands that the view is the fold
/// of the log whatever happened before.
class projector_crash_test : public projector_test, public ::testing::WithParamInterface<bool> {
 protected:
  struct fresh {
    explicit fresh(const std::string& path)
        : db(path, {.durability = sqlite::durability::process_crash}), faulty(db) {}
    sqlite::database db;
    faulty_database faulty;
  };

  std::unique_ptr<fresh> fresh_database(int number) {
    return std::make_unique<fresh>(folder.file("crash" + std::to_string(number) + ".db"));
  }

  static auto projector_on(event_store& log, faulty_database& model, const projector_options& how) {
    return projector{log, model, how, order_lines{}, revenue{}, open_orders{}};
  }

  bool after_commit = GetParam();
};

TEST_P(projector_crash_test, another_process_goes_on_where_any_call_failed) {
  how.page_size = 4;
  how.most_rows = 3;
  trade(6);
  bool failed = true;
  int call = 0;
  while (failed) {
    const auto here = fresh_database(++call);
    here->faulty.fail_at(call, after_commit);
    (void)projector_on(log(), here->faulty, how).try_poll();
    failed = here->faulty.has_failed();
    here->faulty.fail_at(0);
    projector_on(log(), here->faulty, how).poll();
    ASSERT_EQ(seen_in(here->db), views) << "after call " << call;
  }
  EXPECT_GT(call, 50);
}

TEST_P(projector_crash_test, the_same_projector_goes_on_where_any_call_failed) {
  how.page_size = 4;
  how.most_rows = 3;
  trade(6);
  bool failed = true;
  int call = 0;
  while (failed) {
    const auto here = fresh_database(++call);
    auto all = projector_on(log(), here->faulty, how);
    here->faulty.fail_at(call, after_commit);
    (void)all.try_poll();
    failed = here->faulty.has_failed();
    here->faulty.fail_at(0);
    all.poll();
    ASSERT_EQ(seen_in(here->db), views) << "after call " << call;
  }
}

TEST_P(projector_crash_test, readers_see_a_whole_view_wherever_a_rebuild_fails_and_the_next_one_ends_it) {
  how.page_size = 8;
  how.most_rows = 3;
  trade(5);
  bool failed = true;
  int call = 0;
  while (failed) {
    const auto here = fresh_database(++call);
    projector_on(log(), here->faulty, how).poll();
    {
      auto all = projector_on(log(), here->faulty, how);
      here->faulty.fail_at(call, after_commit);
      try {
        all.rebuild();
      } catch (const failure& planted) {
        ASSERT_EQ(planted.code(), errc::unavailable) << planted.what();
      }
      failed = here->faulty.has_failed();
      here->faulty.fail_at(0);
    }
    ASSERT_EQ(seen_in(here->db), views) << "after call " << call;
    auto again = projector_on(log(), here->faulty, how);
    again.rebuild();
    again.poll();
    ASSERT_EQ(seen_in(here->db), views) << "after call " << call << " and another rebuild";
    again.drop_previous();
    for (const auto* name : {"order_lines", "revenue", "open_orders"}) {
      const auto record = here->db.begin_read()->projection(name);
      ASSERT_EQ(record.generations.size(), 1U) << "after call " << call;
      ASSERT_FALSE(record.building);
    }
  }
  EXPECT_GT(call, 90);
}

INSTANTIATE_TEST_SUITE_P(projector, projector_crash_test, ::testing::Bool(), [](const auto& tested) {
  return std::string{tested.param ? "after_its_commit" : "before_its_effect"};
});

}  // namespace
}  // namespace varve::shop
