#include "stream_read.hpp"

#include "../stopwatch.hpp"
#include "row_witness.hpp"

namespace bench::baseline {

sample read_streams(const std::filesystem::path& file, std::string_view sql,
                    std::span<const std::int64_t> streams, read_settings settings) {
  auto database = settings.open(file);
  auto rows = database.prepare(sql);
  row_witness witness;
  const stopwatch watch;
  for (const auto stream : streams) {
    rows.bind(1, stream);
    while (rows.step()) witness.take(rows);
    rows.reset();
  }
  return {.items = streams.size(), .seconds = watch.seconds(), .witness = witness.sum()};
}

}  // namespace bench::baseline
