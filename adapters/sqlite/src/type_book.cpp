#include "type_book.hpp"

#include "damage.hpp"
#include "stream_row.hpp"

namespace varve::sqlite {

type_book::type_book(const connection& db)
    : select_(db, "SELECT type, checksum FROM varve_types WHERE name = ?"),
      greatest_(db, "SELECT type FROM varve_types ORDER BY type DESC LIMIT 1"),
      insert_(db, "INSERT INTO varve_types(type, name, checksum) VALUES (?, ?, ?)") {}

std::int64_t type_book::key_of(std::string_view name) {
  const auto known = keys_.find(name);
  if (known != keys_.end()) return known->second;
  const auto stored = find(name);
  return keys_.emplace(std::string(name), stored ? *stored : insert(name)).first->second;
}

std::optional<std::int64_t> type_book::find(std::string_view name) {
  auto row = select_.run(name);
  if (!row.next()) return std::nullopt;
  if (type_checksum(row.integer(0), name) != row.integer(1))
    damaged("the row of type key " + std::to_string(row.integer(0)));
  return row.integer(0);
}

std::int64_t type_book::insert(std::string_view name) {
  std::int64_t key = 1;
  if (auto row = greatest_.run(); row.next()) key = row.integer(0) + 1;
  insert_.execute(key, name, type_checksum(key, name));
  return key;
}

}  // namespace varve::sqlite
