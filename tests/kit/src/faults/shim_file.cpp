#include "shim_file.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace varve::faults {
namespace {

/// What SQLite holds: this, and behind it the file of the VFS below.
struct shim_file {
  sqlite3_file base;
  struct state {
    place where;
    std::shared_ptr<file_image> image;
    bool syncs_folder;  // with the next sync
  };
  state* held;

  [[nodiscard]] sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] std::optional<failing> arrives(call which) {
    return held->where.on->arrives(which, held->where.file);
  }
  template<class Change>
  void alter(const Change& change) {
    held->where.on->alter(*held->image, change);
  }
};

shim_file& shim(sqlite3_file* file) {
  return *reinterpret_cast<shim_file*>(file);
}

const sqlite3_io_methods& methods(sqlite3_file* file) {
  return *shim(file).below()->pMethods;
}

constexpr int journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;

/// A bit near the middle: somewhere in a page, and the same in every run.
void flip_bit(char* bytes, int size) {
  bytes[size / 2] = static_cast<char>(bytes[size / 2] ^ (1 << (size % 7)));
}

int close(sqlite3_file* file) {
  const int rc = methods(file).xClose(shim(file).below());
  shim(file).held->where.on->closed();
  delete std::exchange(shim(file).held, nullptr);
  return rc;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  const auto how = shim(file).arrives(call::read);
  if (how == failing::error) return SQLITE_IOERR_READ;
  const int rc = methods(file).xRead(shim(file).below(), to, size, at);
  if (!how || rc != SQLITE_OK) return rc;
  auto* const bytes = static_cast<char*>(to);
  if (how == failing::flipped) {
    flip_bit(bytes, size);
    return SQLITE_OK;
  }
  std::fill(bytes + size / 2, bytes + size, '\0');
  return SQLITE_IOERR_SHORT_READ;
}

int write_all(sqlite3_file* file, const char* bytes, int size, sqlite3_int64 at) {
  const int rc = methods(file).xWrite(shim(file).below(), bytes, size, at);
  if (rc == SQLITE_OK)
    shim(file).alter([&](file_image& image) { image.write(at, {bytes, static_cast<std::size_t>(size)}); });
  return rc;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  const auto how = shim(file).arrives(call::write);
  const auto* const bytes = static_cast<const char*>(from);
  if (!how) return write_all(file, bytes, size, at);
  if (how == failing::error) return SQLITE_IOERR_WRITE;
  if (how == failing::full) return SQLITE_FULL;
  if (how == failing::cut_short) {
    const int rc = size > 1 ? write_all(file, bytes, size / 2, at) : SQLITE_OK;
    return rc == SQLITE_OK ? SQLITE_FULL : rc;
  }
  std::string flipped{bytes, static_cast<std::size_t>(size)};
  flip_bit(flipped.data(), size);
  return write_all(file, flipped.data(), size, at);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (shim(file).arrives(call::truncate)) return SQLITE_IOERR_TRUNCATE;
  const int rc = methods(file).xTruncate(shim(file).below(), size);
  if (rc == SQLITE_OK) shim(file).alter([&](file_image& image) { image.truncate(size); });
  return rc;
}

/// The model knows what is durable; the real file need not be. As in SQLite's own VFS for Unix the first sync
/// of a journal syncs its folder too.
int sync(sqlite3_file* file, int) {
  const auto how = shim(file).arrives(call::sync);
  if (how == failing::unkept) return SQLITE_OK;
  auto& held = *shim(file).held;
  shim(file).alter([&](file_image& image) { how ? image.sync_failed() : image.synced(); });
  if (how) return SQLITE_IOERR_FSYNC;
  if (std::exchange(held.syncs_folder, false)) held.where.on->folder_synced();
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (shim(file).arrives(call::size)) return SQLITE_IOERR_FSTAT;
  return methods(file).xFileSize(shim(file).below(), size);
}

int lock(sqlite3_file* file, int level) {
  if (const auto how = shim(file).arrives(call::lock))
    return how == failing::busy ? SQLITE_BUSY : SQLITE_IOERR_LOCK;
  return methods(file).xLock(shim(file).below(), level);
}

int unlock(sqlite3_file* file, int level) {
  return methods(file).xUnlock(shim(file).below(), level);
}

int check_reserved_lock(sqlite3_file* file, int* answer) {
  if (const auto how = shim(file).arrives(call::lock))
    return how == failing::busy ? SQLITE_BUSY : SQLITE_IOERR_CHECKRESERVEDLOCK;
  return methods(file).xCheckReservedLock(shim(file).below(), answer);
}

int control(sqlite3_file* file, int which, void* argument) {
  return methods(file).xFileControl(shim(file).below(), which, argument);
}

int sector_size(sqlite3_file* file) {
  return methods(file).xSectorSize(shim(file).below());
}

/// Batches that the file system makes atomic would pass by.
int characteristics(sqlite3_file* file) {
  return methods(file).xDeviceCharacteristics(shim(file).below()) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  if (const auto how = shim(file).arrives(call::shm_map))
    return how == failing::full ? SQLITE_IOERR_SHMSIZE : SQLITE_IOERR_SHMMAP;
  return methods(file).xShmMap(shim(file).below(), region, size, extend, at);
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0)
    if (const auto how = shim(file).arrives(call::shm_lock))
      return how == failing::busy ? SQLITE_BUSY : SQLITE_IOERR_SHMLOCK;
  return methods(file).xShmLock(shim(file).below(), offset, count, flags);
}

void shm_barrier(sqlite3_file* file) {
  methods(file).xShmBarrier(shim(file).below());
}

int shm_unmap(sqlite3_file* file, int also_delete) {
  return methods(file).xShmUnmap(shim(file).below(), also_delete);
}

int fetch(sqlite3_file* file, sqlite3_int64 at, int size, void** mapped) {
  *mapped = nullptr;
  if (shim(file).arrives(call::fetch)) return SQLITE_IOERR_MMAP;
  return methods(file).xFetch(shim(file).below(), at, size, mapped);
}

int unfetch(sqlite3_file* file, sqlite3_int64 at, void* mapped) {
  return methods(file).xUnfetch(shim(file).below(), at, mapped);
}

constexpr sqlite3_io_methods shim_methods{3,
                                          close,
                                          read,
                                          write,
                                          truncate,
                                          sync,
                                          file_size,
                                          lock,
                                          unlock,
                                          check_reserved_lock,
                                          control,
                                          sector_size,
                                          characteristics,
                                          shm_map,
                                          shm_lock,
                                          shm_barrier,
                                          shm_unmap,
                                          fetch,
                                          unfetch};

}  // namespace

int size_of_shim(const sqlite3_vfs* below) {
  return static_cast<int>(sizeof(shim_file)) + below->szOsFile;
}

int open_shim(sqlite3_vfs* below, place where, sqlite3_filename path, sqlite3_file* file, int flags,
              int* out_flags) {
  file->pMethods = nullptr;
  if (where.on->arrives(call::open, where.file)) return SQLITE_CANTOPEN;
  auto image = where.on->image_of(where.file);
  sqlite3_file* const real = shim(file).below();
  const int rc = below->xOpen(below, path, real, flags, out_flags);
  if (rc != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    return rc;
  }
  image = where.on->opened(where.file, std::move(image));
  shim(file).held = new shim_file::state{std::move(where), std::move(image), (flags & journals) != 0};
  file->pMethods = &shim_methods;
  return SQLITE_OK;
}

}  // namespace varve::faults
