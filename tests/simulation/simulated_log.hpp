#pragma once

#include <varve/core/event_id.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/engine/append_time.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/testing/simulation.hpp>

#include "faults.hpp"
#include "memory/contents.hpp"

#include <span>

namespace varve::simulated {

/// The log in memory without its threads, which fails now and then: an append is refused, or written, or not,
/// without anybody being told which; a read is unavailable.
class simulated_log {
 public:
  simulated_log(testing::simulation& world, fault_counts& faults);

  [[nodiscard]] append_outcome append(append_request request);
  [[nodiscard]] result<page> read_log(const token& after, const read_options& how);
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const read_options& how);
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids);
  [[nodiscard]] result<event_ref> event_at(position at);
  [[nodiscard]] result<log_info> info();

  /// What really stands, for those who judge.
  [[nodiscard]] const memory::contents& truth() const { return contents_; }
  [[nodiscard]] position head() const { return contents_.info().head.position; }

 private:
  [[nodiscard]] append_outcome write(append_request request);

  testing::simulation& world_;
  environment env_;
  fault_counts& faults_;
  event_id_generator ids_;
  engine::append_time times_;
  memory::contents contents_;
};

}  // namespace varve::simulated
