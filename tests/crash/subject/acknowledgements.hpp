#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace varve::crash {

/// What the programs said before one of them was killed (`worker.hpp`, `sender.hpp`, `companion.hpp`).
struct acknowledgements {
  struct range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    friend bool operator==(const range&, const range&) = default;
  };

  std::map<int, range> did;
  std::set<int> lost;
  std::map<int, range> guests;
  std::map<std::string, std::int64_t> polled;
  std::int64_t compacted = 0;                 ///< skeletons that stand
  std::set<int> doubtful;                     ///< an attempt was answered `unknown`, and nobody has found out
  std::map<int, std::optional<range>> truth;  ///< whether a step stands that was not acknowledged

  [[nodiscard]] static acknowledgements read(std::istream& in);
  void learn(const std::string& line);
  [[nodiscard]] bool empty() const { return did.empty() && guests.empty(); }
  friend bool operator==(const acknowledgements&, const acknowledgements&) = default;
};

}  // namespace varve::crash
