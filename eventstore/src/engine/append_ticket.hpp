#pragma once

#include <varve/eventstore/engine/append_writer.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace varve::engine {

/// An append in the queue. Those with a callback live on the heap until it has returned; those of blocking
/// callers live on their stacks, and may be gone as soon as `answered` is set.
struct ticket {
  enum class kind { caller, callback };

  pending_append work;
  kind whose;
  append_callback done;
  instant since;
  std::size_t bell = 0;
  bool taken = false;  ///< its caller can no longer leave
  std::atomic<bool> answered = false;

  explicit ticket(prepared_append append) : work{std::move(append), {}}, whose(kind::caller) {}
  ticket(prepared_append append, append_callback callback)
      : work{std::move(append), {}}, whose(kind::callback), done(std::move(callback)) {}

  [[nodiscard]] instant deadline() const { return work.append.deadline(); }
  [[nodiscard]] std::size_t bytes() const { return work.append.bytes(); }
};

/// A callback that the queue's thread has to make.
struct call {
  append_callback done;
  append_outcome outcome;
  std::unique_ptr<ticket> spent;  ///< absent: the append never entered
};

}  // namespace varve::engine
