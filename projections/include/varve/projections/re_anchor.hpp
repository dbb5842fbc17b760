#pragma once

#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/projections/read_model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace varve {

/// A checkpoint that was set anew.
struct re_anchored {
  checkpoint_key whose;
  checkpoint before;
  checkpoint after;
};

/// Sets the checkpoints of a projection or subscription that are not of this log's history to the last place
/// that both share, or to `to`, which must end a commit or be 0; those that are good stay. For a read model
/// that has followed a log beyond what a restored or moved one holds: its rows are left as they are, with the
/// effects of events that are gone, so a rebuild is the clean way. Runners are fenced. All or none.
/// `not_found` when nobody of that name has a checkpoint; `wrong_epoch` when what is shared cannot be told,
/// and `to` must say it: the epochs are not related, or the same epoch holds other events.
[[nodiscard]] result<std::vector<re_anchored>> re_anchor(event_store& log, read_model& model,
                                                         std::string_view consumer,
                                                         std::optional<position> to = {});

}  // namespace varve
