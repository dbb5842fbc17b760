#pragma once

#include "sample.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace bench {

/// Reads the log at `file` from its beginning to its end, as pages of 1,000 views whose rows' checksums were
/// verified, and touches every member of every view. Opening is not timed. Items are events.
sample scan_varve(const std::filesystem::path& file);

/// Reads whole streams by name, each as a page of views. Items are streams.
sample read_varve_streams(const std::filesystem::path& file, std::span<const std::int64_t> streams);

}  // namespace bench
