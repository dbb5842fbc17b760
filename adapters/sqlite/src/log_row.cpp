#include "log_row.hpp"

#include <varve/core/checksum.hpp>

#include "damage.hpp"
#include "little_endian.hpp"
#include "statement.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace varve::sqlite {
namespace {

std::int64_t nanoseconds_of(timestamp at) {
  return at.time_since_epoch().count();
}

std::span<const std::uint8_t> bytes_of(const uuid& id) {
  return id.bytes;
}

uuid uuid_of(std::string_view bytes, std::string_view where) {
  uuid out;
  if (bytes.size() != out.bytes.size()) damaged(where);
  std::ranges::copy(bytes, out.bytes.begin());
  return out;
}

std::string image_of(const uuid& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

std::uint32_t checksum(const log_row& row) {
  std::array<char, sizeof(uuid) + 4 * sizeof(std::uint64_t)> image;
  char* at = std::ranges::copy(row.epoch.value.bytes, image.begin()).out;
  for (const std::int64_t number : {nanoseconds_of(row.created_at), row.barriers, row.changes, row.indexed})
    at = put(at, static_cast<std::uint64_t>(number));
  return crc32c({image.data(), image.size()});
}

std::uint32_t checksum(std::int64_t ordinal, const ancestor& row) {
  std::string image;
  append(image, static_cast<std::uint64_t>(ordinal));
  image += image_of(row.epoch.value);
  append(image, static_cast<std::uint64_t>(row.shared.value()));
  image += image_of(row.shared_id.value);
  return crc32c(image + row.cause);
}

}  // namespace

log_row read_log_row(const rows& from) {
  const log_row row{{uuid_of(from.text(0), "the epoch in varve_log")},
                    timestamp{std::chrono::nanoseconds{from.integer(1)}},
                    from.integer(2),
                    from.integer(3),
                    from.integer(4)};
  if (checksum(row) != from.integer(5)) damaged("the row of varve_log");
  return row;
}

void write_log_row(const connection& db, const log_row& row) {
  statement{db,
            "INSERT OR REPLACE INTO varve_log(one, epoch, created_at, barriers, changes, indexed, checksum) "
            "VALUES (1, ?, ?, ?, ?, ?, ?)"}
      .execute(bytes_of(row.epoch.value), nanoseconds_of(row.created_at), row.barriers, row.changes,
               row.indexed, checksum(row));
}

std::vector<ancestor> read_ancestors(const connection& db) {
  statement question{
      db, "SELECT ordinal, epoch, shared, shared_id, cause, checksum FROM varve_ancestors ORDER BY ordinal"};
  std::vector<ancestor> out;
  auto found = question.run();
  while (found.next()) {
    ancestor row{{uuid_of(found.text(1), "an epoch in varve_ancestors")},
                 position{found.integer(2)},
                 {uuid_of(found.text(3), "an id in varve_ancestors")},
                 std::string(found.text(4))};
    if (checksum(found.integer(0), row) != found.integer(5)) damaged("a row of varve_ancestors");
    out.push_back(std::move(row));
  }
  return out;
}

void write_ancestors(const connection& db, const std::vector<ancestor>& all) {
  statement{db, "DELETE FROM varve_ancestors"}.execute();
  statement insert{db,
                   "INSERT INTO varve_ancestors(ordinal, epoch, shared, shared_id, cause, checksum) "
                   "VALUES (?, ?, ?, ?, ?, ?)"};
  std::int64_t ordinal = 0;
  for (const auto& each : all) {
    ++ordinal;
    insert.execute(ordinal, bytes_of(each.epoch.value), each.shared.value(), bytes_of(each.shared_id.value),
                   std::string_view(each.cause), checksum(ordinal, each));
  }
}

void begin_epoch(const connection& db, const epoch& fresh, const std::string& cause) {
  auto all = read_ancestors(db);
  log_row row;
  ancestor left{{}, {}, {}, cause};
  {
    statement select{db, std::string("SELECT ").append(log_columns).append(" FROM varve_log")};
    auto found = select.run();
    if (!found.next()) damaged("varve_log, which has lost its row,");
    row = read_log_row(found);
  }
  left.epoch = row.epoch;
  statement newest{db, "SELECT position, id FROM varve_events ORDER BY position DESC LIMIT 1"};
  if (auto found = newest.run(); found.next()) {
    left.shared = position{found.integer(0)};
    left.shared_id.value = uuid_of(found.text(1), "the id of the last event");
  }
  all.push_back(std::move(left));
  write_ancestors(db, all);
  row.epoch = fresh;
  write_log_row(db, row);
}

}  // namespace varve::sqlite
