#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "pipe/server.hpp"

#include <unistd.h>

namespace varve::cli {

result<exit_code> run(const pipe_command& asked, const console& to) {
  auto store = open_store(asked.store);
  if (!store) return std::move(store).error();
  line_reader in{STDIN_FILENO, to.interrupted.descriptor()};
  pipe::server server{**store, to.out, system_clock()};
  to.interrupted.tell([&] { server.hurry(); });
  auto served = server.serve(in);
  to.interrupted.tell({});
  if (!served) return std::move(served).error();
  return exit_code::ok;
}

}  // namespace varve::cli
