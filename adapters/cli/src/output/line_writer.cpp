#include "output/line_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace varve::cli {
namespace {

constexpr std::size_t most_waiting = std::size_t{16} << 20U;

/// A terminal may have been left in non-blocking mode by somebody else.
void wait_until_writable(int output) {
  pollfd watched{output, POLLOUT, 0};
  ::poll(&watched, 1, -1);
}

}  // namespace

line_writer::line_writer(int output) : output_(output), thread_([this] { run(); }) {}

line_writer::~line_writer() {
  {
    const std::scoped_lock lock{mutex_};
    closing_ = true;
  }
  filled_.notify_one();
  thread_.join();
}

void line_writer::write(std::string_view line) {
  const std::scoped_lock lock{mutex_};
  if (error_) return;
  waiting_.append(line) += '\n';
  filled_.notify_one();
}

void line_writer::wait_for_room() {
  std::unique_lock lock{mutex_};
  emptied_.wait(lock, [this] { return waiting_.size() < most_waiting; });
}

result<void> line_writer::flush() {
  std::unique_lock lock{mutex_};
  emptied_.wait(lock, [this] { return waiting_.empty() && !writing_; });
  return error_ ? result<void>{*error_} : result<void>{};
}

bool line_writer::failed() const {
  const std::scoped_lock lock{mutex_};
  return error_.has_value();
}

void line_writer::run() {
  std::string text;
  std::unique_lock lock{mutex_};
  while (true) {
    filled_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    text.swap(waiting_);
    writing_ = true;
    lock.unlock();
    auto written = write_all(text);
    text.clear();
    lock.lock();
    writing_ = false;
    if (!written) {
      error_ = std::move(written).error();
      waiting_.clear();
    }
    emptied_.notify_all();
  }
}

result<void> line_writer::write_all(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t size = ::write(output_, text.data(), text.size());
    if (size >= 0)
      text.remove_prefix(static_cast<std::size_t>(size));
    else if (errno == EPIPE)
      return error{errc::stopped, "nobody reads the output any more"};
    else if (errno == EAGAIN)
      wait_until_writable(output_);
    else if (errno != EINTR)
      return error{errc::unavailable,
                   "cannot write the output: " + std::error_code(errno, std::generic_category()).message()};
  }
  return {};
}

}  // namespace varve::cli
