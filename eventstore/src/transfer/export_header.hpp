#pragma once

#include <varve/core/result.hpp>
#include <varve/eventstore/log_info.hpp>

#include <string>
#include <vector>

namespace varve::transfer {

/// The first line of an export.
struct export_header {
  varve::epoch epoch;
  std::vector<ancestor> ancestors;
  position after;
  position head;

  [[nodiscard]] std::string line() const;
  /// `text` as it was read; the error names the member.
  [[nodiscard]] static result<export_header> parse(std::string text);

  /// Whether a place belongs to the history that the exported log knows.
  [[nodiscard]] bool shares(const token& place) const;
};

}  // namespace varve::transfer
