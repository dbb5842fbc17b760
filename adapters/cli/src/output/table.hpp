#pragma once

#include "output/line_writer.hpp"
#include "terminal.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace varve::cli {

/// Rows for people: aligned columns under a heading, given out a page at a time so that a list may be longer
/// than memory. What does not fit into the terminal is cut off the last column.
class table {
 public:
  enum class align { left, right };
  struct column {
    std::string_view heading;
    align side = align::left;
  };

  table(std::vector<column> columns, line_writer& out, const terminal& screen)
      : columns_(std::move(columns)), out_(out), screen_(screen) {}

  /// As many cells as there are columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// Gives out what was added; the first time under the heading, also when there is nothing.
  void flush();

 private:
  void widen(const std::vector<std::string>& cells);
  [[nodiscard]] std::string line(const std::vector<std::string>& cells) const;

  std::vector<column> columns_;
  line_writer& out_;
  const terminal screen_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

/// Text as a terminal may show it: control characters as their escapes in JSON.
[[nodiscard]] std::string harmless(std::string_view text);

}  // namespace varve::cli
