#pragma once

#include <varve/eventstore/slice.hpp>

#include "plant.hpp"
#include "receiver.hpp"
#include "simulated_log.hpp"

namespace varve::simulated {

/// A read model, or a range of one, whose rows are the positions that had their effect, in order, with its
/// checkpoint beside them. After every commit the rows must be those of the log up to the checkpoint, as far
/// as they are of its slices, each once.
class simulated_view final : public receiver {
 public:
  simulated_view(std::string name, const simulated_log& log, plant defect, slice_range slices = {})
      : name_(std::move(name)), log_(log), defect_(defect), slices_(slices) {}

  [[nodiscard]] checkpoint_key whose() const override { return {name_, 1, slices_.first}; }
  [[nodiscard]] result<checkpoint> take_over() override;
  [[nodiscard]] result<void> save(const checkpoint& from, const checkpoint& to,
                                  const std::vector<position>& rows, bool dies) override;
  [[nodiscard]] bool wants(const event_view& event) const override { return holds(event.position); }

  [[nodiscard]] position reached() const { return row_.position; }

 private:
  [[nodiscard]] bool holds(position place) const {
    return slices_.holds(slice_of(std::to_string(place.value())));
  }
  void judge() const;

  std::string name_;
  const simulated_log& log_;
  plant defect_;
  slice_range slices_;
  checkpoint row_;
  std::vector<position> rows_;
};

/// Throws `broken` where a checkpoint does not end a commit.
void demand_edge(const simulated_log& log, position place);

}  // namespace varve::simulated
