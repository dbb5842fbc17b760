#include "output/export_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace varve::cli {
namespace {

constexpr std::size_t most_kept = std::size_t{256} << 10U;

error failed(const std::string& path) {
  return {errc::unavailable, "cannot write " + path + ": " + std::generic_category().message(errno)};
}

result<void> write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t size = ::write(file, text.data(), text.size());
    if (size < 0 && errno != EINTR) return failed(path);
    if (size > 0) text.remove_prefix(static_cast<std::size_t>(size));
  }
  return {};
}

}  // namespace

result<export_file> export_file::make(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file >= 0) return export_file{path, file};
  if (errno == EEXIST) return error{errc::conflict, path + " is there already: name a new file"};
  const errc code = errno == ENOENT || errno == ENOTDIR ? errc::not_found : errc::unavailable;
  return error{code, failed(path).message};
}

export_file::export_file(std::string path, int file) : path_(std::move(path)), file_(file) {
  if (is_zstd_name(path_)) compressor_.emplace();
}

export_file::export_file(export_file&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      compressor_(std::move(other.compressor_)),
      lines_(std::move(other.lines_)) {}

export_file::~export_file() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(path_.c_str());
}

result<void> export_file::write_line(std::string_view line) {
  lines_.append(line) += '\n';
  return lines_.size() < most_kept ? result<void>{} : write_out();
}

result<void> export_file::write_out() {
  if (compressor_)
    if (auto good = compressor_->compress(lines_, packed_); !good) return good;
  auto written = write_all(file_, compressor_ ? packed_ : lines_, path_);
  lines_.clear();
  packed_.clear();
  return written;
}

result<void> export_file::finish() {
  if (auto good = write_out(); !good) return good;
  if (compressor_)
    if (auto good = compressor_->finish(packed_); !good) return good;
  if (auto good = write_all(file_, packed_, path_); !good) return good;
  if (::fsync(file_) != 0) return failed(path_);
  ::close(std::exchange(file_, -1));
  return {};
}

}  // namespace varve::cli
