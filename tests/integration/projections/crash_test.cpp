#include "faulty_database.hpp"
#include "projector_fixture.hpp"

#include <functional>

namespace varve::shop {
namespace {

/// Fails the read model's database at every one of its calls in turn, and demands that the view is the fold
/// of the log whatever happened before.
class projector_crash_test : public projector_test, public ::testing::WithParamInterface<bool> {
 protected:
  projector_crash_test() {
    how.page_size = 4;
    how.most_rows = 3;
    trade(6);
  }

  /// A fresh database, of which one call will fail.
  struct trial {
    sqlite::database db;
    int call;
    bool after_commit;
    faulty_database faulty{db};
    bool failed = false;

    void fail_during(const std::function<void()>& act) {
      faulty.fail_at(call, after_commit);
      act();
      failed = faulty.has_failed();
      faulty.fail_at(0);
    }
  };

  /// Tries with every call until there is none left to fail, and answers how many there are.
  int for_every_call(const std::function<void(trial&)>& test) {
    int call = 0;
    for (bool failed = true; failed && !HasFatalFailure(); ++call) {
      SCOPED_TRACE("call " + std::to_string(call + 1));
      const auto path = folder.file("crash" + std::to_string(call) + ".db");
      trial here{sqlite::database{path, {.durability = sqlite::durability::process_crash}}, call + 1,
                 GetParam()};
      test(here);
      failed = here.failed;
    }
    return call;
  }

  auto projector_on(trial& here) {
    return projector{log(), here.faulty, how, order_lines{}, revenue{}, open_orders{}};
  }
};

TEST_P(projector_crash_test, another_process_goes_on_where_any_call_failed) {
  const int calls = for_every_call([&](trial& here) {
    here.fail_during([&] { (void)projector_on(here).try_poll(); });
    projector_on(here).poll();
    ASSERT_EQ(seen_in(here.db), views);
  });
  EXPECT_GT(calls, 50);
}

TEST_P(projector_crash_test, the_same_projector_goes_on_where_any_call_failed) {
  const int calls = for_every_call([&](trial& here) {
    auto all = projector_on(here);
    here.fail_during([&] { (void)all.try_poll(); });
    all.poll();
    ASSERT_EQ(seen_in(here.db), views);
  });
  EXPECT_GT(calls, 50);
}

TEST_P(projector_crash_test, readers_see_a_whole_view_wherever_a_rebuild_fails_and_the_next_one_ends_it) {
  const int calls = for_every_call([&](trial& here) {
    projector_on(here).poll();
    {
      auto all = projector_on(here);
      here.fail_during([&] {
        try {
          all.rebuild();
        } catch (const failure& planted) {
          ASSERT_EQ(planted.code(), errc::unavailable) << planted.what();
        }
      });
    }
    ASSERT_EQ(seen_in(here.db), views);
    auto again = projector_on(here);
    again.rebuild();
    again.poll();
    ASSERT_EQ(seen_in(here.db), views) << "after another rebuild";
    again.drop_previous();
    for (const auto* name : {"order_lines", "revenue", "open_orders"}) {
      const auto record = here.db.begin_read()->projection(name);
      ASSERT_EQ(record.generations.size(), 1U);
      ASSERT_FALSE(record.building);
    }
  });
  EXPECT_GT(calls, 90);
}

INSTANTIATE_TEST_SUITE_P(projector, projector_crash_test, ::testing::Bool(), [](const auto& tested) {
  return std::string{tested.param ? "after_its_commit" : "before_its_effect"};
});

}  // namespace
}  // namespace varve::shop
