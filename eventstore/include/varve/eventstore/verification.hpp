#pragma once

#include <varve/core/position.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace varve {

/// Something in a log that is not as it must be.
struct finding {
  std::string check;  ///< what was checked: `event`, `position`, `revision`…; each store says which there are
  std::string message;
  std::optional<varve::position> at;
};

/// What a verification went through.
struct verification {
  std::int64_t events = 0;
  std::int64_t streams = 0;
  std::int64_t types = 0;
  std::int64_t chunks = 0;  ///< of postings, on SQLite
  std::int64_t tags = 0;    ///< rows of tags, on PostgreSQL
  std::int64_t findings = 0;

  [[nodiscard]] bool sound() const { return findings == 0; }
};

/// Told of each finding, and of how far the events are gone through.
struct verify_observer {
  std::function<void(const finding&)> found;
  std::function<void(position done, position of)> progress = {};
};

}  // namespace varve
