#pragma once

#include <varve/eventstore/checkpoint.hpp>

#include "plant.hpp"
#include "simulated_log.hpp"

#include <vector>

namespace varve::simulated {

/// A read model whose rows are the positions that had their effect, in order, with its checkpoint beside
/// them. After every commit the rows must be those of the log up to the checkpoint, each once.
class simulated_view {
 public:
  simulated_view(const simulated_log& log, plant defect) : log_(log), defect_(defect) {}

  [[nodiscard]] checkpoint take_over();
  /// Rows and checkpoint in one transaction. `dies` is a process that is killed in the middle of it.
  [[nodiscard]] result<void> save(const checkpoint& from, const checkpoint& to,
                                  const std::vector<position>& rows, bool dies);

  [[nodiscard]] position reached() const { return row_.position; }

 private:
  void judge() const;

  const simulated_log& log_;
  plant defect_;
  checkpoint row_;
  std::vector<position> rows_;
};

/// Throws `broken` where a checkpoint does not end a commit.
void demand_edge(const simulated_log& log, position place);

}  // namespace varve::simulated
