#pragma once

#include <varve/testing/history.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace varve::testing {

/// What can be wrong with a history.
enum class history_fault {
  misnumbered,  ///< positions or revisions of the log are not contiguous, a commit does not know where it
                ///< begins, or an id stands twice
  lost,         ///< was acknowledged and does not stand
  split,        ///< stands, but not as the one commit that was asked for
  unasked,      ///< stands, though nobody asked for it, or all who did were told that it was not written
  twice,        ///< two callers were told to have written it
  misquoted,    ///< was acknowledged with other numbers than it stands under
  unmet,        ///< was committed though one of its demands did not hold
  untrue,       ///< told of a conflict, or of demands that hold, which never was so
  misread,      ///< a page that shows anything but what stood at the moment of its head
  overtaken     ///< fits only a moment before something that was over when it began
};

[[nodiscard]] std::string_view to_string(history_fault what);

/// A fault and where it is.
struct history_finding {
  history_fault what;
  std::string message;
};

/// Whether everything happened as if one operation came after the other, each at one moment between its begin
/// and its end, on a log that keeps the promises of `event_store`: the demands of an append are judged and
/// its events written at that moment, whole and behind all others; a page shows what stood at its moment;
/// what was sent again is answered as a replay; what is in doubt happened once or not at all. Empty when it
/// is so. Exact, and costs one sort of the operations (docs/adr/0019).
[[nodiscard]] std::vector<history_finding> check_history(const recorded_history& seen);

}  // namespace varve::testing
