#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/event_store.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace varve {

/// Takes a line without its line feed; an error ends the export.
using line_sink = std::function<result<void>(std::string_view)>;

struct export_options {
  /// Only what stands behind this position, which ends a commit or is 0.
  position after = {};
  std::size_t page_size = 1000;
  /// Told after each page; an error (`stopped`) ends the export.
  std::function<result<void>(position done, position of)> progress = {};
};

/// What an export was made of.
struct export_report {
  token head;  ///< the last position exported
  std::int64_t events = 0;
};

/// Writes a log as lines of JSON (docs/formats.md, "Export"): what it is, then every event up to the head as
/// it was at the beginning, deleted and compacted ones too. The log may be in use. `invalid_argument` when
/// `after` lies inside a commit or beyond the head.
[[nodiscard]] result<export_report> export_log(event_store& from, const line_sink& to,
                                               const export_options& how = {});

}  // namespace varve
