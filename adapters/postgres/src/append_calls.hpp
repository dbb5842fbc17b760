#pragma once

#include <varve/core/epoch.hpp>
#include <varve/core/time.hpp>
#include <varve/eventstore/engine/prepared_append.hpp>

#include "append_batch.hpp"
#include "session.hpp"

#include <span>
#include <string>

namespace varve::postgres {

/// What each writing call says first.
struct call_facts {
  std::int64_t barriers;  ///< their number as the caller has heard of it
  timestamp now;
  varve::epoch spare;  ///< begins should the log have been moved
};

/// The statement that calls a function of a log with so many parameters.
[[nodiscard]] std::string call_of(const std::string& log, const char* function, int arguments);
/// What the parameters of each writing call begin with.
[[nodiscard]] parameters begin_call(const call_facts& facts);

/// The statements that write a log, by the functions of its schema.
class append_calls {
 public:
  explicit append_calls(const std::string& log);

  [[nodiscard]] statement append(const call_facts& facts, const append_batch& batch) const;
  /// `next` is what the caller takes for the stream's next revision. Behind the columns of the answer stand,
  /// of an event that stands already, place, stream, type and data; nothing when it was committed only while
  /// the call waited for the lock.
  [[nodiscard]] statement change(const call_facts& facts, const engine::prepared_append& append,
                                 revision next) const;
  [[nodiscard]] statement barrier(const varve::epoch& spare) const;
  /// The events that stand under these ids: their places.
  [[nodiscard]] statement find(std::span<const event_id> ids) const;

 private:
  std::string append_;
  std::string change_;
  std::string barrier_;
  std::string find_;
};

}  // namespace varve::postgres
