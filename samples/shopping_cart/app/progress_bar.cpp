#include "app/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string_view>
#include <utility>

namespace shop::app {
namespace {

constexpr std::int64_t width = 32;
constexpr auto between_drawings = std::chrono::milliseconds{50};

bool can_draw() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view{kind} != "dumb";
}

std::string bar(std::int64_t done, std::int64_t of) {
  const auto full = static_cast<std::size_t>(of > 0 ? width * done / of : width);
  return '[' + std::string(full, '#') + std::string(static_cast<std::size_t>(width) - full, '.') + ']';
}

}  // namespace

progress_bar::progress_bar(std::string title, std::string unit)
    : title_(std::move(title)), unit_(std::move(unit)), on_terminal_(can_draw()) {}

progress_bar::~progress_bar() {
  if (on_terminal_ && tenth_ >= 0) std::cerr << '\n';
}

void progress_bar::show(std::int64_t done, std::int64_t of) {
  const auto now = clock::now();
  const std::int64_t tenth = of > 0 ? 10 * done / of : 10;
  if (on_terminal_) {
    if (done < of && now - drawn_ < between_drawings) return;
    std::cerr << '\r' << title_ << ' ' << bar(done, of) << ' ' << pace(done, of) << "\033[K" << std::flush;
    drawn_ = now;
  } else if (tenth != tenth_) {
    std::cerr << title_ << ' ' << pace(done, of) << '\n';
  }
  tenth_ = tenth;
}

std::string progress_bar::pace(std::int64_t done, std::int64_t of) const {
  const double seconds = std::chrono::duration<double>(clock::now() - began_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::ostringstream text;
  text << std::fixed << std::setprecision(0) << std::setw(3) << (of > 0 ? 100 * done / of : 100) << "%  "
       << done << " of " << of << ' ' << unit_ << ", " << rate << "/s";
  if (done < of && rate > 0)
    text << ", " << std::setprecision(1) << static_cast<double>(of - done) / rate << " s to go";
  return text.str();
}

}  // namespace shop::app
