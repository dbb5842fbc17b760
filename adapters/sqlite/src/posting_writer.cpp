#include "posting_writer.hpp"

#include <optional>
#include <string>

namespace varve::sqlite {

posting_writer::posting_writer(const connection& db)
    : newest_(db, std::string(select_chunk).append("ORDER BY first DESC LIMIT 1")),
      put_(db,
           "INSERT OR REPLACE INTO varve_postings(term, first, last, events, differences, checksum) "
           "VALUES (?, ?, ?, ?, ?, ?)") {}

void posting_writer::add(std::string_view term, std::span<const std::int64_t> positions) {
  std::optional<posting_chunk> chunk;
  if (auto row = newest_.run(term); row.next()) chunk = read_chunk(row, term);
  bool changed = false;
  for (const std::int64_t position : positions) {
    if (chunk && position <= chunk->last) continue;
    if (chunk && !chunk->full()) {
      chunk->add(position);
    } else {
      if (changed) put(term, *chunk);
      chunk = posting_chunk::begin(position, chunk ? chunk->events : 0);
    }
    changed = true;
  }
  if (changed) put(term, *chunk);
}

void posting_writer::put(std::string_view term, const posting_chunk& chunk) {
  put_.execute(term, chunk.first, chunk.last, chunk.events, as_blob(chunk.differences), chunk.checksum(term));
}

}  // namespace varve::sqlite
