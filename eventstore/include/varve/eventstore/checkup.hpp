#pragma once

#include <string>
#include <string_view>

namespace varve {

/// One thing that was looked at to tell whether a log stands on good ground.
struct checkup {
  enum class verdict {
    good,
    remark,  ///< works, and is worth knowing
    problem  ///< a promise does not hold, or soon will not
  };

  std::string what;  ///< its name, which programs may rely on
  verdict found = verdict::good;
  std::string text;  ///< what it is and, unless it is good, what to do
};

[[nodiscard]] std::string_view to_string(checkup::verdict found);

}  // namespace varve
