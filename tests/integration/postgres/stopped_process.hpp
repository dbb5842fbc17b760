#pragma once

#include <csignal>
#include <stdexcept>

namespace varve::testing {

/// A process of a server that answers nobody for a while, but whose connections stay.
class stopped_process {
 public:
  explicit stopped_process(int process) : process_(process) {
    if (::kill(process_, SIGSTOP) != 0) throw std::runtime_error{"no process can be stopped"};
  }
  stopped_process(const stopped_process&) = delete;
  stopped_process& operator=(const stopped_process&) = delete;
  ~stopped_process() { ::kill(process_, SIGCONT); }

 private:
  int process_;
};

}  // namespace varve::testing
