#pragma once

#include "contents.hpp"

#include <sqlite3.h>

namespace varve::faults {

/// Where a file lies.
struct place {
  std::shared_ptr<disk::contents> on;
  std::string file;
};

/// Room for a file of the VFS `below` with what stands around it.
[[nodiscard]] int size_of_shim(const sqlite3_vfs* below);

/// xOpen of a file on a disk that fails.
[[nodiscard]] int open_shim(sqlite3_vfs* below, place where, sqlite3_filename path, sqlite3_file* file,
                            int flags, int* out_flags);

}  // namespace varve::faults
