#include "input/line_reader.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace varve::cli {

line_reader::line_reader(int input, int stop, std::size_t longest, unpacker unpack)
    : input_(input),
      stop_(stop),
      longest_(longest),
      unpack_(std::move(unpack)),
      raw_(std::size_t{64} << 10U) {}

std::optional<result<std::string>> line_reader::next() {
  while (!ended_) {
    if (take_line()) return finish_line();
    const auto more = wait_for_input() ? fill() : forget_half_a_line();
    ended_ = !more || !*more;
    if (!more) return more.error();
  }
  if (line_.empty() && !too_long_) return std::nullopt;
  return finish_line();
}

bool line_reader::take_line() {
  const char* const from = buffer_.data() + begin_;
  const char* const end = buffer_.data() + end_;
  const char* const feed = std::find(from, end, '\n');
  const std::size_t size = static_cast<std::size_t>(feed - from);
  if (line_.size() + size > longest_) too_long_ = true;
  if (too_long_)
    line_.clear();
  else
    line_.append(from, size);
  begin_ += size + (feed == end ? 0 : 1);
  return feed != end;
}

result<std::string> line_reader::finish_line() {
  std::string line = std::move(line_);
  line_.clear();
  if (std::exchange(too_long_, false))
    return error{errc::too_large, "a line has at most " + std::to_string(longest_) + " bytes"};
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

bool line_reader::wait_for_input() const {
  pollfd watched[] = {{input_, POLLIN, 0}, {stop_, POLLIN, 0}};
  while (::poll(watched, stop_ < 0 ? 1 : 2, -1) < 0)
    if (errno != EINTR) return true;
  return watched[1].revents == 0;
}

bool line_reader::forget_half_a_line() {
  line_.clear();
  too_long_ = false;
  return false;
}

result<bool> line_reader::fill() {
  const ssize_t size = ::read(input_, raw_.data(), raw_.size());
  if (size < 0 && errno != EINTR && errno != EAGAIN) {
    const std::string why = std::error_code(errno, std::generic_category()).message();
    forget_half_a_line();
    return error{errc::unavailable, "cannot read the input: " + why};
  }
  begin_ = end_ = 0;
  if (size < 0) return true;
  if (auto good = take_in({raw_.data(), static_cast<std::size_t>(size)}); !good) {
    forget_half_a_line();
    return std::move(good).error();
  }
  end_ = buffer_.size();
  bytes_ += end_;
  return size != 0;
}

result<void> line_reader::take_in(std::string_view read) {
  buffer_.clear();
  if (unpack_) return unpack_(read, buffer_);
  buffer_ = read;
  return {};
}

}  // namespace varve::cli
