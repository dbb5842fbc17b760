#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace varve::testing {

/// A file opened as SQLite opens it, by its default VFS. Each call answers SQLite's code.
class raw_file {
 public:
  explicit raw_file(const std::string& path)
      : path_(sqlite3_create_filename(path.c_str(), "", "", 0, nullptr), sqlite3_free_filename) {
    result_ = open();
  }
  raw_file(const raw_file&) = delete;
  raw_file& operator=(const raw_file&) = delete;
  ~raw_file() { close(); }

  [[nodiscard]] int result() const { return result_; }
  int reopen() {
    close();
    return result_ = open();
  }
  int write(std::string_view bytes, sqlite3_int64 at = 0) {
    return methods().xWrite(file(), bytes.data(), static_cast<int>(bytes.size()), at);
  }
  int read(std::string& into, sqlite3_int64 at = 0) {
    return methods().xRead(file(), into.data(), static_cast<int>(into.size()), at);
  }
  int truncate(sqlite3_int64 size) { return methods().xTruncate(file(), size); }
  int sync() { return methods().xSync(file(), SQLITE_SYNC_NORMAL); }
  int size(sqlite3_int64& size) { return methods().xFileSize(file(), &size); }
  int lock() {
    const int rc = methods().xLock(file(), SQLITE_LOCK_SHARED);
    if (rc == SQLITE_OK) methods().xUnlock(file(), SQLITE_LOCK_NONE);
    return rc;
  }
  int map_memory() {
    void volatile* at = nullptr;
    return methods().xShmMap(file(), 0, 32 * 1024, 1, &at);
  }
  int lock_memory() {
    const int rc = methods().xShmLock(file(), 3, 1, SQLITE_SHM_LOCK | SQLITE_SHM_SHARED);
    if (rc == SQLITE_OK) methods().xShmLock(file(), 3, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    return rc;
  }
  int fetch() {
    void* mapped = nullptr;
    const int rc = methods().xFetch(file(), 0, 512, &mapped);
    if (mapped != nullptr) methods().xUnfetch(file(), 0, mapped);
    return rc;
  }
  int access() {
    int there = 0;
    return vfs_->xAccess(vfs_, path_.get(), SQLITE_ACCESS_EXISTS, &there);
  }
  static int remove(const std::string& path, bool sync_folder) {
    sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    return vfs->xDelete(vfs, path.c_str(), sync_folder ? 1 : 0);
  }

 private:
  /// A name as SQLite passes it to a VFS: a plain string would send it looking for parameters before its
  /// first byte.
  using name = std::unique_ptr<const char, void (*)(sqlite3_filename)>;

  int open() {
    int out = 0;
    memory_ = std::make_unique<std::max_align_t[]>(
        static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1);
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
    return vfs_->xOpen(vfs_, path_.get(), file(), flags, &out);
  }
  void close() {
    if (file()->pMethods == nullptr) return;
    if (file()->pMethods->iVersion >= 2) methods().xShmUnmap(file(), 1);
    methods().xClose(file());
    file()->pMethods = nullptr;
  }
  [[nodiscard]] sqlite3_file* file() const { return reinterpret_cast<sqlite3_file*>(memory_.get()); }
  [[nodiscard]] const sqlite3_io_methods& methods() const { return *file()->pMethods; }

  name path_;
  sqlite3_vfs* vfs_ = sqlite3_vfs_find(nullptr);
  std::unique_ptr<std::max_align_t[]> memory_;
  int result_ = SQLITE_OK;
};

}  // namespace varve::testing
