#include "output/progress.hpp"

#include "output/json_object.hpp"

#include <algorithm>

namespace varve::cli {
namespace {

constexpr std::size_t widest_bar = 30;
constexpr std::size_t words_beside_it = 36;  // percent, rate and time left
constexpr std::chrono::milliseconds between_bars{100};

progress::style style_of(bool json, const console& to) {
  if (json) return progress::style::json;
  return to.talk_terminal.interactive ? progress::style::bar : progress::style::lines;
}

/// Below 100: that all is done is said by `finish` alone.
std::int64_t percent_of(std::int64_t done, std::int64_t of) {
  return of <= 0 ? 0 : std::clamp<std::int64_t>(done * 100 / of, 0, 99);
}

std::string clock_text(std::int64_t seconds) {
  const auto two_digits = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::string hours = seconds < 3600 ? "" : std::to_string(seconds / 3600) + ':';
  const std::int64_t minutes = seconds / 60 % 60;
  return hours + (hours.empty() ? std::to_string(minutes) : two_digits(minutes)) + ':' +
         two_digits(seconds % 60);
}

std::string rate_text(std::int64_t rate) {
  if (rate < 10'000) return std::to_string(rate) + "/s";
  return rate < 10'000'000 ? std::to_string(rate / 1000) + "k/s" : std::to_string(rate / 1'000'000) + "M/s";
}

}  // namespace

progress::progress(std::string_view what, bool json, const console& to, const clock& time)
    : what_(what),
      style_(style_of(json, to)),
      to_(to),
      clock_(time),
      began_(time.steady()),
      shown_at_(began_) {}

progress::~progress() {
  if (style_ == style::bar && shown_ >= 0) to_.put("\n");
}

void progress::update(std::int64_t done, std::int64_t of) {
  done_ = done;
  of_ = of;
  const std::int64_t percent = percent_of(done_, of_);
  const std::int64_t step = style_ == style::bar ? percent : percent / 10 * 10;
  if (is_due(step)) show(step);
}

void progress::finish() {
  done_ = of_;
  show(100);
}

bool progress::is_due(std::int64_t step) const {
  if (style_ != style::bar) return done_ < of_ && step > std::max<std::int64_t>(shown_, 0);
  return shown_ < 0 || clock_.steady() - shown_at_ >= between_bars;
}

void progress::show(std::int64_t percent) {
  shown_ = percent;
  shown_at_ = clock_.steady();
  to_.put(style_ == style::bar ? '\r' + bar() + "\033[K" : line() + '\n');
}

std::string progress::line() const {
  if (style_ == style::lines) return std::string(what_) + ": " + std::to_string(shown_) + " %";
  std::string text;
  json_object{text}
      .text("progress", what_)
      .number("done", done_)
      .number("of", of_)
      .number("percent", shown_)
      .close();
  return text;
}

std::string progress::bar() const {
  const std::size_t columns = to_.talk_terminal.columns == 0 ? 80 : to_.talk_terminal.columns;
  const std::size_t words = what_.size() + words_beside_it;
  const std::size_t width = columns > words ? std::min(columns - words, widest_bar) : 0;
  const std::size_t full = width * static_cast<std::size_t>(shown_) / 100;

  const std::string percent = std::to_string(shown_);
  std::string text = std::string(what_) + "  ";
  if (width > 0) text += '[' + std::string(full, '#') + std::string(width - full, '.') + "]  ";
  text += std::string(3 - percent.size(), ' ') + percent + " %";

  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - began_).count();
  if (elapsed <= 0 || done_ <= 0) return text;
  text += "  " + rate_text(done_ * 1000 / elapsed);
  if (done_ < of_) text += "  " + clock_text((of_ - done_) * elapsed / done_ / 1000) + " left";
  return text.substr(0, columns - 1);
}

}  // namespace varve::cli
