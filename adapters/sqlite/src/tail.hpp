#pragma once

#include <varve/core/tags.hpp>
#include <varve/eventstore/query.hpp>

#include "term.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace varve::sqlite {

/// What a writer remembers of the newest events: their terms, so that conditions are judged and postings are
/// merged without reading rows again. Covers every position behind `base` up to `end`. A cache: who holds it
/// sees to it that it is what the log holds.
class tail {
 public:
  /// A term and where it stands, ascending.
  struct term {
    const std::string* text;  // as in varve_postings
    std::vector<std::int64_t> positions;
  };

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

  /// In the order of their texts.
  [[nodiscard]] std::vector<const term*> sorted_terms() const;

 private:
  using number = std::uint32_t;

  void begin_event() { starts_.push_back(static_cast<std::uint32_t>(numbers_.size())); }
  void add_term(const std::string& text);
  [[nodiscard]] std::span<const number> numbers_of(std::int64_t position) const;
  [[nodiscard]] bool reserved(std::int64_t position) const;

  [[nodiscard]] std::optional<number> find(term_kind kind, std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> match(const query_item& item, std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_of(std::span<const number> types, std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_with(std::span<const number> tags,
                                                      std::span<const number> types,
                                                      std::int64_t after) const;
  [[nodiscard]] std::optional<std::int64_t> last_unreserved(std::int64_t after) const;

  std::int64_t base_ = 0;
  std::vector<std::uint32_t> starts_;  // by event: where its terms begin in numbers_; the first is its type
  std::vector<number> numbers_;
  std::deque<term> terms_;  // by number
  std::unordered_map<std::string, number> by_text_;
};

}  // namespace varve::sqlite
