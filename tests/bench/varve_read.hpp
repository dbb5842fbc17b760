#pragma once

#include "sample.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace bench {

/// `scan_store` of the SQLite log at `file`. Opening is not timed.
sample scan_varve(const std::filesystem::path& file);

/// `read_streams_of` the SQLite log at `file`.
sample read_varve_streams(const std::filesystem::path& file, std::span<const std::int64_t> streams);

}  // namespace bench
