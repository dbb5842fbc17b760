#pragma once

#include "statement.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// A row of varve_postings: ascending positions of one term.
struct posting_chunk {
  /// A chunk takes more until its differences have this many bytes: it must stay inside one page.
  static constexpr std::size_t enough_bytes = 700;

  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t events = 0;  ///< positions of the term in this chunk and all before it
  std::string differences;  ///< from each position to the next, as varints (LEB128)

  [[nodiscard]] static posting_chunk begin(std::int64_t position, std::int64_t events_before);
  [[nodiscard]] bool full() const { return differences.size() >= enough_bytes; }
  /// `position` is greater than `last`.
  void add(std::int64_t position);
  [[nodiscard]] std::vector<std::int64_t> positions() const;

  [[nodiscard]] std::uint32_t checksum(std::string_view term) const;
};

/// Columns of a chunk in the order that `read_chunk` wants, behind any WHERE that a statement likes.
inline constexpr std::string_view select_chunk =
    "SELECT first, last, events, differences, checksum FROM varve_postings WHERE term = ?1 ";

/// The row that a statement from `select_chunk` stands on. Throws `failure` (`corrupt`).
[[nodiscard]] posting_chunk read_chunk(const rows& row, std::string_view term);

}  // namespace varve::sqlite
