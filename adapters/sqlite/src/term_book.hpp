#pragma once

#include <varve/eventstore/query.hpp>

#include "candidates.hpp"
#include "posting_writer.hpp"
#include "statement.hpp"
#include "tail.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// What the writer knows of terms: a tail in memory behind the mark, postings up to it; and the merge of the
/// one into the other. Inside the writer's transactions, after `settle`. Throws `failure`.
class term_book {
 public:
  explicit term_book(const connection& db);

  /// At the beginning of each transaction: the mark as it stands.
  void settle(std::int64_t indexed);
  /// An event that the transaction is going to insert.
  void add(std::int64_t position, std::string_view stream, std::string_view type, tags_view tags);
  /// What stands behind `head` was never committed.
  void cut(std::int64_t head);

  /// The log has another history.
  void forget();

  [[nodiscard]] bool covers(std::int64_t head) const { return tail_.end() >= head; }
  /// Makes the tail cover everything up to `head`, by reading the rows that it lacks.
  void catch_up(std::int64_t head);
  /// An event that matches, behind `after`; the tail must cover everything to the head.
  [[nodiscard]] std::optional<std::int64_t> match(const query& which, std::int64_t after);

  [[nodiscard]] bool merging() const { return merge_.has_value(); }
  /// Merges a slice of the tail into postings, at most `most_terms` terms of it. Answers the new mark once
  /// all terms up to `target` are merged; until then the next call goes on where this one ended, with the
  /// target of the first. The tail must cover the target.
  [[nodiscard]] std::optional<std::int64_t> merge(std::int64_t target, std::size_t most_terms);

 private:
  struct merge_run {
    std::int64_t target;
    std::vector<term_table::number> terms;
    std::size_t next = 0;
  };

  [[nodiscard]] std::optional<std::int64_t> match_postings(const query& which, std::int64_t after,
                                                           std::int64_t until);
  [[nodiscard]] std::optional<std::int64_t> last_unreserved(std::int64_t after, std::int64_t until);

  tail tail_;
  std::optional<merge_run> merge_;
  posting_statements postings_;
  posting_writer writer_;
  statement rows_;
  statement last_unreserved_;
};

}  // namespace varve::sqlite
