#include "memory_log_impl.hpp"

namespace varve {

memory_log::memory_log(random_source& random) : impl_(std::make_unique<impl>(epoch::random(random))) {}

memory_log::~memory_log() = default;

std::shared_ptr<memory_log> memory_log::branch(position shared, std::string cause,
                                               random_source& random) const {
  auto child = std::make_shared<memory_log>(random);
  const std::scoped_lock lock{impl_->mutex};
  const memory::contents& here = impl_->log;
  const bool inside = shared >= position{0} && shared <= here.info().head.position;
  if (!inside || (shared > position{0} && here.at(shared).commit_end != shared))
    throw failure{
        {errc::invalid_argument, "a log goes on from 0 or from the end of a commit, not from position " +
                                     std::to_string(shared.value())}};
  child->impl_->log.inherit(here, shared, std::move(cause));
  return child;
}

}  // namespace varve
