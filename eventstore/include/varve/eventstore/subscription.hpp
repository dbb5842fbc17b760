#pragma once

#include <varve/eventstore/consumer_driver.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/lease_options.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>

namespace varve {

struct subscription_options {
  std::size_t page_size = 1000;  ///< events between two checkpoints
  consumer_options pace = {};
  /// How `run` shares the work with other processes: with leases one works on each range, and the others
  /// stand by.
  lease_options leases = {};
  /// Into how many ranges the events are cut by their keys, a power of two up to 1,024; a finer cut that was
  /// made once stays. Each range is handled in order on a thread of its own, so the handler is called by
  /// several at once.
  std::int64_t partitions = 1;
  /// The key of an event; none: the name of its stream. Must answer the same for ever.
  std::function<std::string(const event_view&)> partition_by = {};
};

/// A handler and a checkpoint: each event that passes the filter is handed over in log order, where it is
/// partitioned in the order of its key, at least once.
/// The checkpoint is saved after each page, so after a crash the events of the last page come again: let the
/// handler key its effects by event id. A handler that throws, or answers with an error that no retry mends,
/// ends the subscription at that event; the events before it are saved. Refers to its store, checkpoints and
/// environment, which must outlive it. One thread at a time.
class subscription {
 public:
  using handler = std::function<result<void>(const event_view&)>;

  subscription(event_store& log, checkpoint_store& checkpoints, std::string name, filter which,
               handler handle, subscription_options how = {}, environment env = {});

  /// The same for a handler that returns nothing.
  template<class F>
    requires std::same_as<std::invoke_result_t<F&, const event_view&>, void>
  subscription(event_store& log, checkpoint_store& checkpoints, std::string name, filter which, F handle,
               subscription_options how = {}, environment env = {})
      : subscription(log, checkpoints, std::move(name), std::move(which),
                     handler{[handle = std::move(handle)](const event_view& event) mutable -> result<void> {
                       handle(event);
                       return {};
                     }},
                     how, env) {}

  subscription(subscription&&) noexcept;
  subscription& operator=(subscription&&) noexcept;
  ~subscription();

  /// Handles everything up to the head as it is now, and answers with how far it came. Throws `failure`.
  token poll() { return try_poll().value(); }
  [[nodiscard]] result<token> try_poll();

  /// Follows the log until told to stop; what may pass (`is_transient`) is tried again after a back-off.
  /// Answers with the failure that ended it earlier. Never throws.
  std::optional<error> run(std::stop_token stop);

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve
