#pragma once

#include <varve/testing/history.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The lines of a `.history` file (docs/adr/0019), without their ends.
namespace varve::testing {

inline constexpr std::string_view history_heading = "varve-history\t1";

[[nodiscard]] std::string begin_line(std::size_t number, const history_call& asked, instant when);
[[nodiscard]] std::string end_line(std::size_t number, const history_answer& told, instant when);

/// Puts the lines of one file together again.
class history_lines {
 public:
  /// False when the line is not of the format.
  [[nodiscard]] bool add(std::string_view line);
  [[nodiscard]] std::vector<operation> take() && { return std::move(operations_); }

 private:
  std::vector<operation> operations_;
  std::map<std::size_t, std::size_t> open_;  // number, index
};

}  // namespace varve::testing
