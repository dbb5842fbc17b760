#pragma once

#include "../sample.hpp"
#include "read_settings.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace bench::baseline {

/// The raw indexed read of one stream: for each of `streams` the integer key is bound to ?1 of `sql`,
/// prepared once, and all its rows are stepped through; row_witness touches every column. Each stream is a
/// read transaction of its own, as a load must see what was committed before it. One connection; nothing is
/// flushed.
///
/// For Varve's own file, `sql` selects the columns that a load needs WHERE stream = ?1 ORDER BY revision, by
/// the unique index over (stream, revision). Items are streams. Opening, preparing and closing are not timed.
sample read_streams(const std::filesystem::path& file, std::string_view sql,
                    std::span<const std::int64_t> streams, read_settings settings = {});

}  // namespace bench::baseline
