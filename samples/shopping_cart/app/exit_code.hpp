#pragma once

#include <varve/core/error.hpp>

namespace shop::app {

/// How the program ends: the codes of `varve`, as far as a shop needs them.
enum class exit_code {
  done = 0,
  failed = 1,       ///< what has no code of its own
  usage = 2,        ///< what was asked for makes no sense, or the file is not the data
  conflict = 3,     ///< the log holds something else already
  not_found = 4,    ///< no such file, store or cart
  unavailable = 5,  ///< the store or a file cannot be used now
  corrupt = 6,      ///< stored bytes are not what was written
  stale = 7         ///< the read models are of another log
};

[[nodiscard]] exit_code exit_code_of(varve::errc code);

}  // namespace shop::app
