#pragma once

#include <varve/eventstore/engine/log_check.hpp>

#include "reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace varve::sqlite {

/// Compares postings with rows up to a mark. Both are summed up without regard to order; where the sums
/// differ, every posting and every term of every row is looked up in the other.
class posting_check {
 public:
  posting_check(const std::string& path, access how, engine::findings& out, std::int64_t mark);

  /// A row, with its names; one behind the mark is left aside.
  void add(const event_row& row, std::string_view stream, std::string_view type);
  /// Walks the postings after all rows; answers how many chunks there are.
  [[nodiscard]] std::int64_t compare(reader& source);

 private:
  /// Pairs of term and position, in no order.
  struct bag {
    std::uint64_t sum = 0;
    std::int64_t count = 0;

    void add(std::string_view term, std::int64_t position);
    friend bool operator==(const bag&, const bag&) = default;
  };

  template<class Each>
  void each_chunk(const Each& each);
  void check_chain(const std::string& term, const posting_chunk& chunk);
  void find_missing(reader& source);
  void find_surplus(reader& source);

  connection db_;
  statement chunks_;
  engine::findings& out_;
  std::int64_t mark_;
  bag rows_;
  bag postings_;
  std::string term_;  // of the chunk before, and how it ended
  std::int64_t last_ = 0;
  std::int64_t events_ = 0;
};

}  // namespace varve::sqlite
