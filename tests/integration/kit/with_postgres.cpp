// with_postgres PROGRAM [ARGUMENT...]: runs a program beside a PostgreSQL server of its own, whose URL it
// finds in VARVE_TEST_POSTGRES. Ends as the program does, or with 77 where no server can be started.

#include <varve/testing/postgres_server.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  constexpr int not_run = 127;
  if (const auto reason = varve::testing::postgres_server::missing())
    return std::fprintf(stderr, "skipped: %s\n", reason->c_str()), skipped;
  if (argc < 2) return std::fputs("usage: with_postgres PROGRAM [ARGUMENT...]\n", stderr), 2;
  const varve::testing::postgres_server server{{{"fsync", "off"}}};
  ::setenv("VARVE_TEST_POSTGRES", server.url().c_str(), 1);
  pid_t child = 0;
  if (::posix_spawnp(&child, argv[1], nullptr, nullptr, argv + 1, environ) != 0) return not_run;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
