#pragma once

#include <varve/eventstore/event_store.hpp>

#include <memory>
#include <string_view>

namespace varve::stress {

/// A store with the defect of this name, over a sound one; `none` is the sound one itself. Throws
/// `std::invalid_argument` for a name that there is not.
[[nodiscard]] std::unique_ptr<event_store> planted(std::string_view defect,
                                                   std::unique_ptr<event_store> sound);

}  // namespace varve::stress
