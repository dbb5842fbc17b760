#pragma once

/// Disks that fail and lose what was not synced, below SQLite: for tests of stores and of programs that use
/// them.

#include <varve/faults/disk.hpp>
#include <varve/faults/fault.hpp>
