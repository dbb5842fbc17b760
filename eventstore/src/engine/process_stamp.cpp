#include <varve/eventstore/engine/process_stamp.hpp>

#include <unistd.h>

#include <string>

namespace varve::engine {

process_stamp::process_stamp() : process_(::getpid()) {}

bool process_stamp::valid() const noexcept {
  return ::getpid() == process_;
}

result<void> process_stamp::check() const {
  if (valid()) return {};
  return error{errc::unsupported, "this store was opened by process " + std::to_string(process_) +
                                      " and is used by process " + std::to_string(::getpid()) +
                                      " after a fork: open the log anew there"};
}

}  // namespace varve::engine
