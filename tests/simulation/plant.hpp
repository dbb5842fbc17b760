#pragma once

#include <stdexcept>
#include <string>

namespace varve::simulated {

/// A defect of what surrounds the algorithms: drivers, read models. Those of the algorithms themselves are
/// edits of their sources (plants/).
enum class plant {
  none,
  checkpoint_alone,            ///< the checkpoint is committed in a transaction of its own
  no_fence,                    ///< a flush does not ask whether somebody has taken over
  steps_over_a_failed_event,   ///< an event that could not be handled counts as handled
  keeps_what_was_rolled_back,  ///< a take-over does not drop what was delivered and not saved
  checkpoint_inside_a_commit,  ///< pages end anywhere, and so do checkpoints
  resends_under_new_ids,       ///< what is in doubt is sent again as something new
};

/// What a run must not show.
class broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace varve::simulated
