#include "console.hpp"

#include <unistd.h>

#include <string>

namespace varve::cli {

void console::say(std::string_view line) const {
  put(std::string(line) + '\n');
}

void console::put(std::string_view text) const {
  [[maybe_unused]] const auto written = ::write(talk, text.data(), text.size());
}

}  // namespace varve::cli
