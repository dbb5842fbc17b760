#pragma once

#include <varve/eventstore/memory_log.hpp>

#include "contents.hpp"

#include <condition_variable>
#include <mutex>

namespace varve {

struct memory_log::impl {
  explicit impl(varve::epoch epoch) : log(epoch) {}

  std::mutex mutex;
  std::condition_variable grown;  ///< a commit has come, or a store was closed
  memory::contents log;
};

}  // namespace varve
