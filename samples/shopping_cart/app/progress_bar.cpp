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
constexpr std::int64_t short_way = 100;
constexpr auto between_drawings = std::chrono::milliseconds{50};

bool can_draw() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view{kind} != "dumb";
}

std::string bar(std::int64_t done, std::int64_t of) {
  const auto full = static_cast<std::size_t>(width * done / of);
  return '[' + std::string(full, '#') + std::string(static_cast<std::size_t>(width) - full, '.') + ']';
}

}  // namespace

progress_bar::progress_bar(std::string title, std::string unit, bool always_drawn)
    : title_(std::move(title)), unit_(std::move(unit)), drawn_in_place_(always_drawn || can_draw()) {}

progress_bar::~progress_bar() {
  if (drawn_ != clock::time_point{}) std::cerr << '\n';
}

void progress_bar::show(std::int64_t done, std::int64_t of) {
  if (of == 0) return;
  const auto now = clock::now();
  const std::int64_t tenth = 10 * done / of;
  if (drawn_in_place_) {
    if (done < of && now - drawn_ < between_drawings) return;
    std::cerr << '\r' << title_ << ' ' << bar(done, of) << ' ' << pace(done, of) << "\033[K" << std::flush;
    drawn_ = now;
  } else if (tenth > tenth_ && (done == of || of > short_way)) {
    std::cerr << title_ << ' ' << pace(done, of) << '\n';
  }
  tenth_ = std::max(tenth_, tenth);
}

std::string progress_bar::pace(std::int64_t done, std::int64_t of) const {
  const double seconds = std::chrono::duration<double>(clock::now() - began_).count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::ostringstream text;
  text << std::fixed << std::setprecision(0) << std::setw(3) << 100 * done / of << "%  " << done << " of "
       << of << ' ' << unit_ << ", " << rate << "/s";
  if (done < of && rate > 0)
    text << ", " << std::setprecision(1) << static_cast<double>(of - done) / rate << " s to go";
  return text.str();
}

}  // namespace shop::app
