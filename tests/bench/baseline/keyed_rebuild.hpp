#pragma once

#include "../sample.hpp"

#include <filesystem>
#include <string_view>

namespace bench::baseline {

/// The hand-written rebuild of a keyed view, on one thread: scans `events`, whose `sql` gives (position,
/// data) in order of position; reads product, quantity, unit_price and discount by sale_reader; folds them
/// into a std::unordered_map by product; and writes the rows that changed into a new view_file at `view`,
/// once per 100,000 events, with the checkpoint in the same transaction:
///
///   CREATE TABLE sales_by_product (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
///                                  lines INTEGER NOT NULL, quantity INTEGER NOT NULL,
///                                  revenue INTEGER NOT NULL, discount REAL NOT NULL);
///
///   BEGIN IMMEDIATE;
///   INSERT INTO sales_by_product VALUES (?1, ?2, ?3, ?4, ?5, ?6);            -- for a key that is new
///   UPDATE sales_by_product SET lines = ?3, quantity = ?4, revenue = ?5,
///     discount = ?6 WHERE id = ?1;                                           -- for one that is known
///   UPDATE checkpoints SET position = ?1 WHERE view = 'sales_by_product';
///   COMMIT;                                                                  -- one flush of the WAL
///
/// The map remembers each key's id (order of first sight), and rows are written in order of ids, so that an
/// update looks up an integer and neighbours share a page. The log is read in one read transaction with
/// read_settings' defaults. Making the file, opening and closing are not timed. The witness is the sum of all
/// rows' lines: the number of events folded.
sample rebuild_keyed_view(const std::filesystem::path& events, std::string_view sql,
                          const std::filesystem::path& view);

}  // namespace bench::baseline
