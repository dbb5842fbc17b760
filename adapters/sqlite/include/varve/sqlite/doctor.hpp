#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// One thing that was looked at.
struct checkup {
  enum class verdict {
    good,
    remark,  ///< works, and is worth knowing
    problem  ///< a promise does not hold, or soon will not
  };

  std::string
      what;  ///< `library`, `file`, `journal`, `durability`, `pages`, `file_system`, `space`, `permission`
  verdict found = verdict::good;
  std::string text;  ///< what it is and, unless it is good, what to do
};

[[nodiscard]] std::string_view to_string(checkup::verdict found);

/// Looks at a log and at the machine that it lies on: does this SQLite, this file and this disk allow what a
/// store promises? Reads a few bytes, writes nothing; the log may be in use. What cannot be looked at is a
/// problem that says so.
[[nodiscard]] std::vector<checkup> examine(const std::string& path);

}  // namespace varve::sqlite
