#pragma once

#include <varve/eventstore/group_runner.hpp>

#include "projection_runner.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace varve::detail {

/// The runners of one projection in this process: one for each range that its live generation is cut into.
/// They are made when a range is first seen and kept as long as this.
class range_runners final : public group_work {
 public:
  range_runners(event_store& log, read_model& model, const projection_description& of, shared_read& from,
                const projector_options& how, change_signal& changed);

  [[nodiscard]] const projection_description& of() const { return of_; }
  /// Those of all ranges as they are now. A failure to know them is reported as that of a runner.
  [[nodiscard]] result<std::vector<projection_runner*>> all();
  /// Follows the log until told to stop: all ranges, or with leases those that this process has a share in.
  std::optional<error> follow(const std::stop_token& stop);
  /// The worst state of all.
  [[nodiscard]] runner_report report() const;

  [[nodiscard]] result<std::vector<std::int64_t>> ranges() override;
  [[nodiscard]] std::optional<error> work(std::int64_t slice, const lease_hold& hold,
                                          const std::stop_token& stop) override;
  void on_trouble(const error& why) override;

 private:
  [[nodiscard]] projection_runner& at(std::int64_t slice);
  [[nodiscard]] std::optional<std::vector<std::int64_t>> cut_already();
  std::optional<error> follow_in_group(const std::stop_token& stop);

  event_store& log_;
  read_model& model_;
  const projection_description& of_;
  shared_read& from_;
  const projector_options how_;
  change_signal& changed_;

  mutable std::mutex mutex_;
  std::map<std::int64_t, std::unique_ptr<projection_runner>> runners_;
};

}  // namespace varve::detail
