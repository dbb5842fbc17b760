#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace varve::testing {

/// Whether `work` is true in a child process, which is given a minute.
inline bool in_child(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(60);
    try {
      ::_exit(work() ? 0 : 1);
    } catch (...) {
      ::_exit(2);
    }
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace varve::testing
