#include "batch_append.hpp"

#include "../stopwatch.hpp"

#include <stdexcept>

namespace bench::baseline {

batch_append::batch_append(connection& database, batch_shape shape)
    : shape_(shape),
      begin_(database.prepare("BEGIN IMMEDIATE")),
      insert_(database.prepare(event_table::insert_sql(shape.rows_per_insert))),
      commit_(database.prepare("COMMIT")) {
  if (shape.events_per_commit % shape.rows_per_insert != 0)
    throw std::invalid_argument("a batch must be whole inserts");
}

void batch_append::operator()(std::span<const event> batch) {
  begin_.execute();
  for (std::size_t row = 0; row < shape_.events_per_commit; row += shape_.rows_per_insert) {
    int parameter = 1;
    for (const auto& each : batch.subspan(row, shape_.rows_per_insert)) {
      parameter = event_table::bind(insert_, parameter, each);
    }
    insert_.execute();
  }
  commit_.execute();
}

sample append_in_batches(const std::filesystem::path& file, std::span<const event> events,
                         batch_shape shape) {
  if (events.size() % shape.events_per_commit != 0)
    throw std::invalid_argument("events must be whole batches");
  auto database = event_table::create(file);
  batch_append append{database, shape};
  const stopwatch watch;
  for (std::size_t first = 0; first < events.size(); first += shape.events_per_commit) {
    append(events.subspan(first, shape.events_per_commit));
  }
  return {.items = events.size(), .seconds = watch.seconds()};
}

}  // namespace bench::baseline
