#include "posting_writer.hpp"

#include <optional>
#include <string>

namespace varve::sqlite {

posting_writer::posting_writer(const connection& db)
    : newest_(db, std::string(select_chunk).append("ORDER BY first DESC LIMIT 1")),
      insert_(db,
              "INSERT INTO varve_postings(term, first, last, events, differences, checksum) "
              "VALUES (?, ?, ?, ?, ?, ?)"),
      update_(db,
              "UPDATE varve_postings SET last = ?3, events = ?4, differences = ?5, checksum = ?6 "
              "WHERE term = ?1 AND first = ?2") {}

void posting_writer::add(std::string_view term, std::span<const std::int64_t> positions) {
  std::optional<posting_chunk> chunk;
  bool stored = false;
  if (auto row = newest_.run(term); row.next()) {
    chunk = read_chunk(row, term);
    stored = true;
  }
  const auto store = [&] { stored ? update(term, *chunk) : insert(term, *chunk); };
  bool changed = false;
  for (const std::int64_t position : positions) {
    if (chunk && position <= chunk->last) continue;
    if (chunk && !chunk->full()) {
      chunk->add(position);
    } else {
      if (changed) store();
      chunk = posting_chunk::begin(position, chunk ? chunk->events : 0);
      stored = false;
    }
    changed = true;
  }
  if (changed) store();
}

void posting_writer::insert(std::string_view term, const posting_chunk& chunk) {
  insert_.execute(term, chunk.first, chunk.last, chunk.events, as_blob(chunk.differences),
                  chunk.checksum(term));
}

void posting_writer::update(std::string_view term, const posting_chunk& chunk) {
  update_.execute(term, chunk.first, chunk.last, chunk.events, as_blob(chunk.differences),
                  chunk.checksum(term));
}

}  // namespace varve::sqlite
