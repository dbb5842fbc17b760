#include "vfs.hpp"

#include "shim_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace varve::faults {
namespace {

/// What there is in this process: the VFS that was the default before, and the disks.
class router {
 public:
  static router& only() {
    static router it;
    return it;
  }

  void add(const std::string& folder, const std::shared_ptr<disk::contents>& contents);
  void remove(const std::shared_ptr<disk::contents>& contents);

  [[nodiscard]] sqlite3_vfs* below() const { return below_; }
  /// The disk that a file lies on, and its name there; null when it lies on none.
  [[nodiscard]] place place_of(const char* path) const;
  [[nodiscard]] bool keeps_busy() const;

 private:
  router();

  sqlite3_vfs* below_;
  sqlite3_vfs self_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<disk::contents>> disks_;
};

sqlite3_vfs* below() {
  return router::only().below();
}

/// Hands a call on to the VFS below.
template<auto Member>
struct passing;
template<class R, class... A, R (*sqlite3_vfs::*Member)(sqlite3_vfs*, A...)>
struct passing<Member> {
  static R call(sqlite3_vfs*, A... how) { return (below()->*Member)(below(), how...); }
};

int open_file(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* out_flags) {
  auto where = router::only().place_of(path);
  if (!where.on) return below()->xOpen(below(), path, file, flags, out_flags);
  return open_shim(below(), std::move(where), path, file, flags, out_flags);
}

int delete_file(sqlite3_vfs*, const char* path, int sync_folder) {
  const auto where = router::only().place_of(path);
  if (!where.on) return below()->xDelete(below(), path, sync_folder);
  if (where.on->arrives(call::remove, where.file)) return SQLITE_IOERR_DELETE;
  const int rc = below()->xDelete(below(), path, 0);
  if (rc == SQLITE_OK) where.on->removed(where.file, sync_folder != 0);
  return rc;
}

int ask_access(sqlite3_vfs*, const char* path, int flags, int* answer) {
  const auto where = router::only().place_of(path);
  if (where.on && where.on->arrives(call::access, where.file)) return SQLITE_IOERR_ACCESS;
  return below()->xAccess(below(), path, flags, answer);
}

int sleep(sqlite3_vfs*, int microseconds) {
  if (!router::only().keeps_busy()) return below()->xSleep(below(), microseconds);
  std::this_thread::yield();  // it would wait for nobody
  return microseconds;
}

router::router() : below_(sqlite3_initialize() == SQLITE_OK ? sqlite3_vfs_find(nullptr) : nullptr), self_() {
  if (below_ == nullptr) throw std::runtime_error("SQLite has no VFS");
  self_.iVersion = 2;
  self_.szOsFile = size_of_shim(below_);
  self_.mxPathname = below_->mxPathname;
  self_.zName = "varve-faults";
  self_.xOpen = open_file;
  self_.xDelete = delete_file;
  self_.xAccess = ask_access;
  self_.xFullPathname = passing<&sqlite3_vfs::xFullPathname>::call;
  self_.xDlOpen = passing<&sqlite3_vfs::xDlOpen>::call;
  self_.xDlError = passing<&sqlite3_vfs::xDlError>::call;
  self_.xDlSym = passing<&sqlite3_vfs::xDlSym>::call;
  self_.xDlClose = passing<&sqlite3_vfs::xDlClose>::call;
  self_.xRandomness = passing<&sqlite3_vfs::xRandomness>::call;
  self_.xSleep = sleep;
  self_.xCurrentTime = passing<&sqlite3_vfs::xCurrentTime>::call;
  self_.xGetLastError = passing<&sqlite3_vfs::xGetLastError>::call;
  self_.xCurrentTimeInt64 = passing<&sqlite3_vfs::xCurrentTimeInt64>::call;
}

void router::add(const std::string& folder, const std::shared_ptr<disk::contents>& contents) {
  const std::scoped_lock lock{mutex_};
  if (!disks_.emplace(folder, contents).second)
    throw std::invalid_argument("there is a disk for the folder " + folder + " already");
  if (disks_.size() == 1) sqlite3_vfs_register(&self_, 1);
}

void router::remove(const std::shared_ptr<disk::contents>& contents) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(disks_, [&](const auto& each) { return each.second == contents; });
  if (disks_.empty()) sqlite3_vfs_unregister(&self_);
}

place router::place_of(const char* path) const {
  if (path == nullptr) return {};
  const std::scoped_lock lock{mutex_};
  for (const auto& [folder, contents] : disks_)
    if (auto name = contents->name_of(path)) return {contents, *std::move(name)};
  return {};
}

bool router::keeps_busy() const {
  const std::scoped_lock lock{mutex_};
  return std::ranges::any_of(disks_, [](const auto& each) { return each.second->keeps_busy(); });
}

}  // namespace

void add_to_vfs(const std::string& folder, const std::shared_ptr<disk::contents>& contents) {
  router::only().add(folder, contents);
}

void remove_from_vfs(const std::shared_ptr<disk::contents>& contents) {
  router::only().remove(contents);
}

}  // namespace varve::faults
