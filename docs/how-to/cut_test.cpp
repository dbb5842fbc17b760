// The code of test-under-faults.md that needs PostgreSQL: regions between // [name] and // [/name] stand
// there word for word.

#include <varve/commands.hpp>
#include <varve/postgres.hpp>
#include <varve/testing.hpp>

#include "cart.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

// [cut]
using varve::testing::cutting_proxy;

TEST(a_command, is_carried_out_once_although_the_word_of_its_commit_was_lost) {
  if (const auto why = varve::testing::postgres_server::missing()) GTEST_SKIP() << *why;
  varve::testing::postgres_server server;
  cutting_proxy proxy{server.port()};
  varve::postgres::event_store store{"postgres://postgres@127.0.0.1:" + std::to_string(proxy.port()) +
                                     "/postgres"};
  proxy.cut_by([first = true](std::string_view request) mutable {
    if (!first || request.find("append_1") == std::string_view::npos) return cutting_proxy::cut::nothing;
    first = false;
    return cutting_proxy::cut::before_answer;
  });

  auto carts = varve::commands_for<cart::decider>(store);
  EXPECT_TRUE(carts.handle("42", cart::add_item{"apple", 3, 25}));
  EXPECT_EQ(proxy.counted().before_answer, 1);
  EXPECT_EQ(store.info().value().events, 1);
}
// [/cut]

}  // namespace
