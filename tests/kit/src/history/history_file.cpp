#include <varve/testing/history_recorder.hpp>

#include "history_lines.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace varve::testing {
namespace {

[[noreturn]] void cannot(const std::string& what) {
  throw failure{{errc::unavailable, "cannot " + what + ": " + std::strerror(errno)}};
}

}  // namespace

history_file::history_file(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0) cannot("make the history " + file.string());
  write(std::string(history_heading));
}

history_file::~history_file() {
  ::close(file_);
}

std::size_t history_file::begin(const history_call& asked, instant when) {
  std::size_t number = 0;
  {
    const std::scoped_lock lock{mutex_};
    number = next_++;
  }
  write(begin_line(number, asked, when));
  return number;
}

void history_file::end(std::size_t number, const history_answer& told, instant when) {
  write(end_line(number, told, when));
}

void history_file::write(const std::string& line) const {
  const std::string whole = line + '\n';
  if (::write(file_, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
    cannot("write a history");
}

result<std::vector<operation>> history_file::read(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return error{errc::not_found, "cannot read the history " + file.string()};
  history_lines lines;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line) && !in.eof();
       ++number)  // what lacks its end is not there
    if (number == 1 ? line != history_heading : !lines.add(line))
      return error{errc::undecodable,
                   file.string() + ":" + std::to_string(number) + " is not a line of a history"};
  return std::move(lines).take();
}

}  // namespace varve::testing
