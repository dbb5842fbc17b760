#pragma once

#include <varve/core/ordinal.hpp>

namespace varve {

/// An event's place in the log, contiguous from 1 and given in commit order. 0 stands before the first event.
using position = ordinal<struct position_tag>;

}  // namespace varve
