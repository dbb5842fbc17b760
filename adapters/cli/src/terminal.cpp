#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace varve::cli {
namespace {

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

std::size_t columns_of(int descriptor) {
  const std::string_view wish = variable("COLUMNS");
  std::size_t columns = 0;
  const auto [end, problem] = std::from_chars(wish.data(), wish.data() + wish.size(), columns);
  if (problem == std::errc{} && end == wish.data() + wish.size() && columns > 0) return columns;
  winsize size{};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

terminal terminal::of(int descriptor) {
  terminal out;
  out.interactive = ::isatty(descriptor) == 1 && variable("TERM") != "dumb";
  out.colored = out.interactive && variable("NO_COLOR").empty();
  out.columns = columns_of(descriptor);
  return out;
}

}  // namespace varve::cli
