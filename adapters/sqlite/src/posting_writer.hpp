#pragma once

#include "posting_chunk.hpp"
#include "statement.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace varve::sqlite {

/// Adds to postings, inside a transaction. Throws `failure`.
class posting_writer {
 public:
  explicit posting_writer(const connection& db);

  /// Adds those of the ascending `positions` that stand behind the term's last one: the others are there
  /// already, for a merge that was cut short begins anew.
  void add(std::string_view term, std::span<const std::int64_t> positions);

 private:
  void put(std::string_view term, const posting_chunk& chunk);

  statement newest_;
  statement put_;
};

}  // namespace varve::sqlite
