#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>

#include <gtest/gtest.h>

#include <cstdio>

/// Skips the whole program where there is no server to test with.
int main(int argc, char** argv) {
  constexpr int skipped = 77;
  for (const auto& reason :
       {varve::testing::postgres_server::missing(), varve::testing::pgbouncer::missing()})
    if (reason) return std::fprintf(stderr, "skipped: %s\n", reason->c_str()), skipped;
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
