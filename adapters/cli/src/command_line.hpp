#pragma once

#include "commands/commands.hpp"

#include <variant>

namespace varve::cli {

/// What the program was asked to do; or how it ends at once, after help, a version or a complaint.
[[nodiscard]] std::variant<command, exit_code> parse_command_line(int count, char** words);

}  // namespace varve::cli
