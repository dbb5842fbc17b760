#pragma once

#include <varve/eventstore/checkup.hpp>

#include <string>
#include <vector>

namespace varve::sqlite {

using varve::checkup;

/// Looks at a log and at the machine that it lies on: does this SQLite, this file and this disk allow what a
/// store promises? Reads a few bytes, writes nothing; the log may be in use. What cannot be looked at is a
/// problem that says so. The names of what is looked at: `library`, `file`, `journal`, `durability`, `pages`,
/// `file_system`, `space`, `permission`.
[[nodiscard]] std::vector<checkup> examine(const std::string& path);

}  // namespace varve::sqlite
