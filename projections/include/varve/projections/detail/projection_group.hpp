#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/projection_status.hpp>
#include <varve/projections/projector_options.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace varve::detail {

/// What a projector does, without the user's types.
class projection_group {
 public:
  projection_group(event_store& log, read_model& model, std::vector<projection_description> projections,
                   page_decoder decode, projector_options how);
  projection_group(projection_group&&) noexcept;
  projection_group& operator=(projection_group&&) noexcept;
  ~projection_group();

  [[nodiscard]] result<token> poll();
  std::optional<error> run(std::stop_token stop);
  /// Nothing named: all of them.
  [[nodiscard]] result<void> rebuild(std::optional<std::string_view> only, const rebuild_watcher& watch,
                                     std::stop_token stop);
  [[nodiscard]] result<void> roll_back(std::optional<std::string_view> only);
  [[nodiscard]] result<void> drop_previous(std::optional<std::string_view> only);
  /// `slice`: only the ranges that hold it.
  [[nodiscard]] result<token> wait_for(const token& place, std::chrono::nanoseconds timeout,
                                       std::optional<std::int64_t> slice);
  [[nodiscard]] result<std::vector<projection_status>> status();

 private:
  class impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::detail
