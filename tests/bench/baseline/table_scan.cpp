#include "table_scan.hpp"

#include "../stopwatch.hpp"
#include "row_witness.hpp"

namespace bench::baseline {

sample scan_table(const std::filesystem::path& file, std::string_view sql, read_settings settings) {
  auto database = settings.open(file);
  auto rows = database.prepare(sql);
  row_witness witness;
  const stopwatch watch;
  while (rows.step()) witness.take(rows);
  return {.items = witness.rows(), .seconds = watch.seconds(), .witness = witness.sum()};
}

}  // namespace bench::baseline
