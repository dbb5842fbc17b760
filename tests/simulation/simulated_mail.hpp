#pragma once

#include "receiver.hpp"
#include "simulated_log.hpp"

#include <vector>

namespace varve::simulated {

/// What a subscription handles, for good and at once. Each event must have been handled before the checkpoint
/// passes it, and for the first time only after all before it.
class simulated_mail final : public receiver {
 public:
  explicit simulated_mail(const simulated_log& log) : log_(log) {}

  [[nodiscard]] checkpoint_key whose() const override { return {"mail"}; }
  [[nodiscard]] result<checkpoint> take_over() override { return checkpoints_.take_over(whose()); }
  [[nodiscard]] result<void> save(const checkpoint& from, const checkpoint& to, const std::vector<position>&,
                                  bool dies) override;
  [[nodiscard]] bool at_once() const override { return true; }
  void handle(position place) override;

  [[nodiscard]] position reached();

 private:
  const simulated_log& log_;
  memory_checkpoints checkpoints_;
  std::vector<int> times_;  // by position
};

}  // namespace varve::simulated
