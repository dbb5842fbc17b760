#pragma once

#include <varve/core/ordinal.hpp>

namespace varve {

/// An event's place in its stream, contiguous from 0. Hidden and compacted events keep theirs.
using revision = ordinal<struct revision_tag>;

}  // namespace varve
