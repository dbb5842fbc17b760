#pragma once

#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace varve::cli {

/// The two ends of a pipe.
class file_pipe {
 public:
  file_pipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("cannot make a pipe");
    read_ = ends[0];
    write_ = ends[1];
  }
  file_pipe(const file_pipe&) = delete;
  file_pipe& operator=(const file_pipe&) = delete;
  ~file_pipe() {
    close_read();
    close_write();
  }

  [[nodiscard]] int read_end() const { return read_; }
  [[nodiscard]] int write_end() const { return write_; }
  void close_read() { close(read_); }
  void close_write() { close(write_); }

  void write(std::string_view text) const {
    if (::write(write_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error("cannot write into the pipe");
  }
  [[nodiscard]] std::string read_all() const {
    std::string out;
    char buffer[4096];
    for (ssize_t size = 0; (size = ::read(read_, buffer, sizeof buffer)) > 0;)
      out.append(buffer, static_cast<std::size_t>(size));
    return out;
  }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }

  int read_ = -1;
  int write_ = -1;
};

}  // namespace varve::cli
