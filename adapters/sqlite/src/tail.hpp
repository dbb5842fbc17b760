#pragma once

#include <varve/core/tags.hpp>
#include <varve/eventstore/query.hpp>

#include "term.hpp"
#include "term_table.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// What a writer remembers of the newest events: their terms, so that conditions are judged and postings are
/// merged without reading rows again. Covers every position behind `base` up to `end`. A cache: who holds it
/// sees to it that it is what the log holds.
class tail {
 public:
  tail() = default;
  /// Covers nothing; the first event to be added stands behind `base`.
  explicit tail(std::int64_t base) : base_(base) {}

  [[nodiscard]] std::int64_t base() const { return base_; }
  [[nodiscard]] std::int64_t end() const { return base_ + static_cast<std::int64_t>(starts_.size()); }

  /// Adds the event behind `end()`.
  void add(std::string_view stream, std::string_view type, tags_view tags);
  /// Forgets the events behind `position`.
  void cut(std::int64_t position);
  /// Forgets the events up to `position`.
  void drop(std::int64_t position);

  /// The last event behind `after` that matches.
  [[nodiscard]] std::optional<std::int64_t> match(const query& which, std::int64_t after) const;

  /// The terms that there are now, in the order of their texts; good until `cut` or `drop`.
  [[nodiscard]] std::vector<term_table::number> sorted_terms() const;
  [[nodiscard]] std::string_view text_of(term_table::number term) const { return terms_.text_of(term); }
  /// Where a term stands up to `last`, ascending.
  [[nodiscard]] std::vector<std::int64_t> positions_of(term_table::number term, std::int64_t last) const;

 private:
  using number = term_table::number;

  /// A term of an event, and where the same term stood before.
  struct mention {
    number term;
    std::uint32_t event;     // from 0
    std::uint32_t previous;  // in mentions_, counted from 1; 0: nowhere
  };

  void begin_event() { starts_.push_back(static_cast<std::uint32_t>(mentions_.size())); }
  void add_term(std::string_view text);
  [[nodiscard]] std::int64_t position_of(const mention& m) const { return base_ + 1 + m.event; }
  [[nodiscard]] const mention* last_of(number term) const;
  [[nodiscard]] const mention* before(const mention& m) const;
  [[nodiscard]] std::span<const mention> mentions_of(std::int64_t position) const;
  [[nodiscard]] bool reserved(std::int64_t position) const;

  [[nodiscard]] std::optional<std::int64_t> match(const query_item& item, std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_of_types(std::span<const number> types,
                                                          std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_with(std::span<const number> tags,
                                                      std::span<const number> types,
                                                      std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_unreserved(std::int64_t after) const;

  std::int64_t base_ = 0;
  std::vector<std::uint32_t> starts_;  // by event: where its mentions begin; the first is its type
  std::vector<mention> mentions_;
  term_table terms_;
};

}  // namespace varve::sqlite
