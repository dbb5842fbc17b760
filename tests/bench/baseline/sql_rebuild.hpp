#pragma once

#include "../sample.hpp"

#include <filesystem>
#include <string_view>

namespace bench::baseline {

/// The hand-written rebuild of an SQL view, on one thread: scans `events`, whose `sql` gives (position, data)
/// in order of position; reads product, quantity, unit_price and discount by sale_reader; one upsert per
/// event into a new view_file at `view`; 1,000 events per transaction, with the checkpoint in it:
///
///   CREATE TABLE sales_by_product (key TEXT PRIMARY KEY, lines INTEGER NOT NULL,
///                                  quantity INTEGER NOT NULL, revenue INTEGER NOT NULL,
///                                  discount REAL NOT NULL) WITHOUT ROWID;
///
///   BEGIN IMMEDIATE;
///   INSERT INTO sales_by_product VALUES (?1, 1, ?2, ?3, ?4)
///     ON CONFLICT (key) DO UPDATE SET lines = lines + 1, quantity = quantity + ?2,
///     revenue = revenue + ?3, discount = discount + ?4;                      -- 1,000 times
///   UPDATE checkpoints SET position = ?1 WHERE view = 'sales_by_product';
///   COMMIT;                                                                  -- one flush of the WAL
///
/// The log is read in one read transaction, with read_settings' defaults. Making the files, opening and
/// closing are not timed.
sample rebuild_sql_view(const std::filesystem::path& events, std::string_view sql,
                        const std::filesystem::path& view);

/// Three such views from one read and one decode: by product, by customer (reads customer, too) and by branch
/// (reads branch, too), 10,000 keys each; three upserts per event, and three checkpoints in the one
/// transaction.
sample rebuild_three_sql_views(const std::filesystem::path& events, std::string_view sql,
                               const std::filesystem::path& views);

}  // namespace bench::baseline
