#include "flush.hpp"

#include "../stopwatch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace bench::baseline {
namespace {

constexpr std::size_t page = 4'096;
constexpr std::size_t pages = 1'000;

class raw_file {
 public:
  explicit raw_file(const std::filesystem::path& path)
      : descriptor_(open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
    check(descriptor_ >= 0);
  }
  ~raw_file() { close(descriptor_); }
  raw_file(const raw_file&) = delete;
  raw_file& operator=(const raw_file&) = delete;

  void write(const std::string& bytes, std::size_t at) {
    check(pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at)) ==
          static_cast<ssize_t>(bytes.size()));
  }
  void flush() { check(fdatasync(descriptor_) == 0); }

 private:
  static void check(bool done) {
    if (!done) throw std::system_error(errno, std::generic_category(), "flush baseline");
  }

  int descriptor_;
};

}  // namespace

sample overwrite_and_flush(const std::filesystem::path& file, std::size_t flushes) {
  raw_file disk{file};
  disk.write(std::string(page * pages, 'v'), 0);
  disk.flush();
  const std::string bytes(page, 'w');
  double worst = 0;
  const stopwatch watch;
  for (std::size_t i = 0; i < flushes; ++i) {
    const stopwatch wait;
    disk.write(bytes, i % pages * page);
    disk.flush();
    worst = std::max(worst, wait.seconds());
  }
  return {.items = flushes, .seconds = watch.seconds(), .worst_wait_seconds = worst};
}

}  // namespace bench::baseline
