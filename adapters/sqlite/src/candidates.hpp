#pragma once

#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/read_options.hpp>

#include "posting_chunk.hpp"
#include "statement.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace varve::sqlite {

/// The statements through which postings are read; one set a connection, shared by all walks over it.
struct posting_statements {
  explicit posting_statements(const connection& db);

  statement at_or_before;  ///< (term, position): the chunk that begins last at or before it
  statement behind;        ///< (term, position): the chunk that begins first behind it
  statement newest;        ///< (term)
};

/// Positions at which events may stand that pass a filter, found through postings: every event up to the mark
/// that passes is among them. Walked in one direction, inside one transaction.
class candidates {
 public:
  virtual ~candidates() = default;

  /// The first candidate at `from` or behind it, in the direction walked. `from` never goes back.
  [[nodiscard]] virtual std::optional<std::int64_t> seek(std::int64_t from) = 0;
  /// At most this many in the whole log.
  [[nodiscard]] virtual std::int64_t estimate() const = 0;
};

/// nullptr when the filter names no terms that would narrow it. Reads through `source`, which must outlive
/// it.
[[nodiscard]] std::unique_ptr<candidates> find_candidates(const filter& which, direction way,
                                                          posting_statements& source);

}  // namespace varve::sqlite
