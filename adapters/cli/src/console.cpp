#include "console.hpp"

#include <unistd.h>

#include <string>

namespace varve::cli {

void console::say(std::string_view line) const {
  const std::string text = std::string(line) + '\n';
  [[maybe_unused]] const auto written = ::write(talk, text.data(), text.size());
}

}  // namespace varve::cli
