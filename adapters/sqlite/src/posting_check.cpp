#include "posting_check.hpp"

#include <varve/core/checksum.hpp>
#include <varve/core/name.hpp>
#include <varve/core/tags.hpp>

#include "term.hpp"

#include <algorithm>
#include <functional>

namespace varve::sqlite {
namespace {

constexpr std::int64_t chunks_per_read = 1'000;

std::string shown(std::string_view term) {
  const std::string_view kind = term.starts_with('e') ? "type" : term.starts_with('c') ? "category" : "tag";
  return std::string(kind) + " '" + std::string(term.substr(1)) + "'";
}

template<class Each>
void terms_of(std::string_view stream, std::string_view type, tags_view tags, const Each& each) {
  std::string term;  // memory for all
  const auto give = [&](term_kind kind, std::string_view name) {
    each(term.assign(1, static_cast<char>(kind)).append(name));
  };
  give(term_kind::type, type);
  give(term_kind::category, category_of(stream));
  for (const auto tag : tags) give(term_kind::tag, tag);
}

/// The terms of one event; none when it cannot be read, which has been told already.
template<class Each>
void with_terms(reader& source, std::int64_t position, const Each& each) try {
  auto row = source.row_at(position);
  if (!row.next()) return;
  const event_row found = read_checked_row(row);
  const std::string stream{source.stream_names().find(found.stream)};
  terms_of(stream, source.type_names().find(found.type), tags_view{found.tags}, each);
} catch (const failure&) {}

bool stands_in_postings(reader& source, const std::string& term, std::int64_t position) try {
  auto row = source.postings().at_or_before.run(std::string_view(term), position);
  return row.next() && std::ranges::binary_search(read_chunk(row, term).positions(), position);
} catch (const failure&) {
  return false;
}

}  // namespace

posting_check::posting_check(const std::string& path, access how, engine::findings& out, std::int64_t mark)
    : db_(path, how),
      chunks_(db_,
              "SELECT first, last, events, differences, checksum, term FROM varve_postings "
              "WHERE (term, first) > (?, ?) ORDER BY term, first LIMIT ?"),
      out_(out),
      mark_(mark) {}

void posting_check::bag::add(std::string_view term, std::int64_t position) {
  // Two checksums of the pair, spread over 64 bits, so that a sum of many says whether two bags are equal.
  const auto low = crc32c(term, static_cast<std::uint32_t>(position));
  const auto high = crc32c(term, static_cast<std::uint32_t>(position * 0x9E3779B1 + 1));
  sum += (static_cast<std::uint64_t>(high) << 32U | low) * 0x9E3779B97F4A7C15U;
  ++count;
}

void posting_check::add(const event_row& row, std::string_view stream, std::string_view type) {
  if (row.position > mark_) return;
  terms_of(stream, type, tags_view{row.tags},
           [&](const std::string& term) { rows_.add(term, row.position); });
}

template<class Each>
void posting_check::each_chunk(const Each& each) {
  std::string term;
  std::int64_t first = 0;
  for (bool more = true; more;) {
    auto row = chunks_.run(std::string_view(term), first, chunks_per_read);
    more = false;
    std::string reached = term;
    while (row.next()) {
      more = true;
      reached = row.text(5);
      first = row.integer(0);
      try {
        each(reached, read_chunk(row, reached));
      } catch (const failure& problem) {
        out_.add("postings", problem.error().message);
      }
    }
    term = reached;
  }
}

std::int64_t posting_check::compare(reader& source) {
  std::int64_t chunks = 0;
  each_chunk([&](const std::string& term, const posting_chunk& chunk) {
    ++chunks;
    check_chain(term, chunk);
    for (const std::int64_t position : chunk.positions())
      if (position <= mark_) postings_.add(term, position);
  });
  if (rows_ == postings_) return chunks;
  out_.add("postings", "postings and rows hold different terms up to position " + std::to_string(mark_) +
                           ": " + std::to_string(postings_.count) + " against " +
                           std::to_string(rows_.count));
  find_surplus(source);
  find_missing(source);
  return chunks;
}

void posting_check::check_chain(const std::string& term, const posting_chunk& chunk) {
  const auto positions = chunk.positions();
  const bool same = term == term_;
  const std::int64_t before = same ? events_ : 0;
  const bool ascending = std::ranges::adjacent_find(positions, std::greater_equal{}) == positions.end();
  if (!ascending || positions.back() != chunk.last || (same && chunk.first <= last_))
    out_.add("postings", "the postings of " + shown(term) + " do not ascend", chunk.first);
  if (chunk.events != before + static_cast<std::int64_t>(positions.size()))
    out_.add("postings", "the postings of " + shown(term) + " are miscounted", chunk.first);
  term_ = term;
  last_ = chunk.last;
  events_ = chunk.events;
}

void posting_check::find_surplus(reader& source) {
  each_chunk([&](const std::string& term, const posting_chunk& chunk) {
    for (const std::int64_t position : chunk.positions()) {
      if (position > mark_) continue;
      bool carried = false;
      with_terms(source, position, [&](const std::string& each) { carried |= each == term; });
      if (!carried)
        out_.add("postings", "postings give the event the " + shown(term) + ", which it does not have",
                 position);
    }
  });
}

void posting_check::find_missing(reader& source) {
  for (std::int64_t position = 1; position <= mark_; ++position)
    with_terms(source, position, [&](const std::string& term) {
      if (!stands_in_postings(source, term, position))
        out_.add("postings", "postings do not give the event its " + shown(term), position);
    });
}

}  // namespace varve::sqlite
