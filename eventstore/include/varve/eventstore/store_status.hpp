#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace varve {

/// How a store is doing at this moment.
struct store_status {
  enum class state { open, in_doubt, closing, closed };

  std::string kind;      ///< `memory`, `sqlite`
  std::string location;  ///< a path or address, without secrets
  state now = state::open;
  bool read_only = false;
  std::string durability;  ///< the level by its name
  std::size_t waiting_appends = 0;
  std::size_t waiting_bytes = 0;
  std::int64_t journal_bytes = 0;  ///< what a checkpoint has still to move (SQLite: the WAL)
  std::int64_t indexed_up_to = 0;  ///< position up to which tags and types are merged into postings
};

}  // namespace varve
