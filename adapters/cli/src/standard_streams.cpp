#include "standard_streams.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace varve::cli {

// In this order, since open gives the lowest number that is free. Read-only, so that a write is refused.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) != stream)
      throw std::system_error(errno, std::generic_category(), "cannot open /dev/null");
}

}  // namespace varve::cli
