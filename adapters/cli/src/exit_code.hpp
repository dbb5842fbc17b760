#pragma once

#include <varve/core/error.hpp>

namespace varve::cli {

/// How the program ends. 130 and 143 are SIGINT and SIGTERM.
enum class exit_code {
  ok = 0,
  failed = 1,       ///< a check found something, or what has no code of its own
  usage = 2,        ///< what was asked for makes no sense
  conflict = 3,     ///< the log refused it as it stands
  not_found = 4,    ///< no such file, stream or position
  unavailable = 5,  ///< the store cannot be opened, read or written now
  corrupt = 6,      ///< stored bytes are not what was written
  stale = 7         ///< a place of another history; lag over the limit
};

[[nodiscard]] exit_code exit_code_of(errc code);

}  // namespace varve::cli
