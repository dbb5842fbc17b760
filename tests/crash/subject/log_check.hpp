#pragma once

#include <varve/eventstore/event_store.hpp>

#include "acknowledgements.hpp"
#include "findings.hpp"
#include "plan.hpp"

namespace varve::crash {

/// Whether a log holds what the workload was promised.
class log_check {
 public:
  log_check(event_store& log, const acknowledgements& known, findings& out);

  /// Everything acknowledged stands where it was said to, byte for byte; everything else is whole or absent;
  /// what came first stands when what came later does.
  void after_the_kill();
  /// Sends the whole plan again: what stood is a repeat with its numbers, the rest is written now, each once;
  /// compacted or not.
  void send_again();

 private:
  enum class standing { whole, absent, torn };

  [[nodiscard]] standing look_for(const step& wanted, acknowledgements::range& where);
  void compare_bytes(const step& wanted);
  void check_acknowledged(const std::string& name, const step& wanted, acknowledgements::range where);
  void check_truth(int number, const std::optional<acknowledgements::range>& where);
  void send_again(int number, const step& wanted);
  void expect_each_once();
  void compact_the_rest();

  event_store& log_;
  const acknowledgements& known_;
  findings& out_;
  const std::vector<step> plan_ = plan();
};

}  // namespace varve::crash
