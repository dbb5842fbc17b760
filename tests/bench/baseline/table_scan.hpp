#pragma once

#include "../sample.hpp"
#include "read_settings.hpp"

#include <filesystem>
#include <string_view>

namespace bench::baseline {

/// A bare sqlite3_step loop over all the rows that `sql` gives: one connection, one statement, one read
/// transaction; row_witness touches every column of every row and copies nothing. Nothing is flushed: the
/// file is only read.
///
/// For Varve's own file, `sql` selects all columns of its events table ORDER BY position. Opening, preparing
/// and closing are not timed.
sample scan_table(const std::filesystem::path& file, std::string_view sql, read_settings settings = {});

}  // namespace bench::baseline
