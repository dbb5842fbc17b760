#include "file_copy.hpp"

#include <varve/core/error.hpp>

#include "sqlite_failure.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace varve::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int pages_per_step = 256;

error there_already(const std::string& path) {
  return {errc::conflict, path + " is there already: name a new file"};
}

error failed(const std::string& doing, int number) {
  return {errc::unavailable, "cannot " + doing + ": " + std::generic_category().message(number)};
}

/// Nobody else can be at work on a file that was not there.
void make(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file >= 0) {
    ::close(file);
    return;
  }
  if (errno == EEXIST)
    throw failure{{errc::conflict,
                   path + " is there: another copy is under way, or was killed; delete it when it was"}};
  throw failure{failed("make " + path, errno)};
}

/// So that the name of a file survives a power cut.
void sync_folder_of(const std::string& path) {
  std::string folder = fs::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) throw failure{failed("open the folder " + folder, errno)};
  const bool synced = ::fsync(file) == 0;
  const int number = errno;
  ::close(file);
  if (!synced) throw failure{failed("sync the folder " + folder, number)};
}

struct backup_end {
  void operator()(sqlite3_backup* one) const { sqlite3_backup_finish(one); }
};

}  // namespace

file_copy::file_copy(const std::string& from, access how, std::string to)
    : to_(std::move(to)), unfinished_(to_ + "-unfinished"), source_(from, how) {
  require_unused(to_);
  source_.execute("BEGIN");
  static_cast<void>(source_.integer("SELECT count(*) FROM sqlite_schema"));  // from now on it stands still
  make(unfinished_);
  try {
    copy_.emplace(unfinished_, access::read_write);
  } catch (...) {
    remove_unfinished();
    throw;
  }
}

void file_copy::require_unused(const std::string& path) {
  std::error_code unknown;
  if (fs::exists(path, unknown)) throw failure{there_already(path)};
}

file_copy::~file_copy() {
  copy_.reset();
  remove_unfinished();
}

void file_copy::run(const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const std::unique_ptr<sqlite3_backup, backup_end> work{
      sqlite3_backup_init(copy_->handle(), "main", source_.handle(), "main")};
  if (!work) fail(copy_->handle(), sqlite3_errcode(copy_->handle()), "begin the copy");
  while (true) {
    const int rc = sqlite3_backup_step(work.get(), pages_per_step);
    if (rc != SQLITE_OK && rc != SQLITE_DONE) fail(copy_->handle(), rc, "copy " + source_.path());
    const std::int64_t all = sqlite3_backup_pagecount(work.get());
    if (progress) progress(all - sqlite3_backup_remaining(work.get()), all);
    if (rc == SQLITE_DONE) return;
  }
}

std::int64_t file_copy::publish() {
  copy_.reset();
  std::error_code problem;
  const auto size = fs::file_size(unfinished_, problem);
  if (problem) throw failure{failed("look at " + unfinished_, problem.value())};
  if (::renameat2(AT_FDCWD, unfinished_.c_str(), AT_FDCWD, to_.c_str(), RENAME_NOREPLACE) != 0)
    throw failure{errno == EEXIST ? there_already(to_) : failed("give " + to_ + " its name", errno)};
  sync_folder_of(to_);
  return static_cast<std::int64_t>(size);
}

void file_copy::remove_unfinished() noexcept {
  for (const char* const beside : {"", "-journal", "-wal", "-shm"}) {
    std::error_code unknown;
    fs::remove(unfinished_ + beside, unknown);
  }
}

}  // namespace varve::sqlite
