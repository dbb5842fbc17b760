#pragma once

#include "../sample.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace bench::baseline {

/// The hand-written rebuild of a keyed view into PostgreSQL by batched upserts, on one thread: scans
/// `events`, a SQLite file whose `sql` gives (position, data) in order of position; reads and folds as
/// rebuild_keyed_view does; and writes the rows that changed, in order of their keys, as one statement over
/// arrays, once per 100,000 events, with the checkpoint in the same transaction:
///
///   CREATE TABLE sales_by_product (key text COLLATE "C" PRIMARY KEY, lines bigint NOT NULL,
///     quantity bigint NOT NULL, revenue bigint NOT NULL, discount double precision NOT NULL);
///   CREATE TABLE checkpoints (view text PRIMARY KEY, position bigint NOT NULL);
///
///   BEGIN;
///   INSERT INTO sales_by_product SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[],
///     $4::bigint[], $5::float8[]) ON CONFLICT (key) DO UPDATE SET lines = EXCLUDED.lines,
///     quantity = EXCLUDED.quantity, revenue = EXCLUDED.revenue, discount = EXCLUDED.discount;  -- prepared
///   UPDATE checkpoints SET position = $1 WHERE view = 'sales_by_product';                      -- prepared
///   COMMIT;                                                                 -- one flush of the WAL
///
/// through libpq, arrays as text. The server has initdb's settings: fsync and synchronous_commit on. Keys
/// have nothing in them that an array's text would need escaped. Making the tables, opening and closing are
/// not timed. The witness is the sum of lines that the table holds in the end.
sample rebuild_keyed_view_in_postgres(const std::filesystem::path& events, std::string_view sql,
                                      const std::string& url);

}  // namespace bench::baseline
