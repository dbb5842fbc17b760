#pragma once

#include "interruption.hpp"
#include "output/line_writer.hpp"
#include "terminal.hpp"

#include <string_view>

namespace varve::cli {

/// Where a command's data and its talk go, and who may interrupt it.
struct console {
  line_writer& out;  ///< standard output: data
  terminal out_terminal;
  int talk = 2;  ///< standard error
  terminal talk_terminal;
  interruption& interrupted;

  /// Whether there is no more use in writing.
  [[nodiscard]] bool stopped() const { return interrupted.requested() || out.failed(); }
  /// Writes a line to standard error.
  void say(std::string_view line) const;
  /// Writes text to standard error.
  void put(std::string_view text) const;
};

}  // namespace varve::cli
