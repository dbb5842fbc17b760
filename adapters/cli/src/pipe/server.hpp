#pragma once

#include <varve/core/clock.hpp>
#include <varve/eventstore/event_store.hpp>

#include "in_flight.hpp"
#include "input/line_reader.hpp"
#include "output/line_writer.hpp"
#include "pipe/request.hpp"
#include "pipe/wait_list.hpp"
#include "pipe/workers.hpp"

namespace varve::cli::pipe {

/// Answers requests line by line (docs/reference/pipe.md). Appends are handed to the store as they come, so
/// that those to one stream keep their order; reads have a few threads of their own; waits hold up neither.
class server {
 public:
  /// Refers to all of them.
  server(event_store& store, line_writer& out, const clock& time);

  /// Serves until the end of the input or until nobody reads the answers; then answers what is in flight and
  /// closes the store. The error is that of reading. To be called once.
  [[nodiscard]] result<void> serve(line_reader& in);
  /// Answers waits from now on without waiting. May be called from another thread.
  void hurry() { waits_.end(); }

 private:
  void take(std::string line);
  void start(std::string id, std::size_t bytes, change_request asked);
  void start(std::string id, std::size_t bytes, wait_request asked);
  /// Whatever only reads.
  template<class Request>
  void start(std::string id, std::size_t bytes, Request asked);

  [[nodiscard]] std::string answer(const std::string& id, const info_request& asked);
  [[nodiscard]] std::string answer(const std::string& id, const log_read& asked);
  [[nodiscard]] std::string answer(const std::string& id, const stream_read& asked);
  [[nodiscard]] std::string answer(const std::string& id, const streams_request& asked);

  event_store& store_;
  line_writer& out_;
  const clock& clock_;
  in_flight requests_;
  in_flight waiting_;
  workers workers_;
  wait_list waits_;
};

}  // namespace varve::cli::pipe
