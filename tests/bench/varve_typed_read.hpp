#pragma once

#include "sample.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace bench {

/// Reads the log at `file` in pages of 1,000, checksums verified, and decodes every event from JSON into its
/// type, all fields, on this thread. Opening is not timed. Items are events.
sample decode_varve_log(const std::filesystem::path& file);

/// Loads whole streams by name: reads, decodes and folds each into order_totals, as the handling of a command
/// begins. Items are streams.
sample load_varve_streams(const std::filesystem::path& file, std::span<const std::int64_t> streams);

}  // namespace bench
