#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

/// Skips the whole program where there is no server to test with. With VARVE_LONG=1 there is time for what
/// GTEST_FILTER leaves out.
int main(int argc, char** argv) {
  constexpr int skipped = 77;
  for (const auto& reason :
       {varve::testing::postgres_server::missing(), varve::testing::pgbouncer::missing()})
    if (reason) return std::fprintf(stderr, "skipped: %s\n", reason->c_str()), skipped;
  if (const char* const more = std::getenv("VARVE_LONG"); more != nullptr && *more != '\0')
    GTEST_FLAG_SET(filter, "*");
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
