#include "term_book.hpp"

#include "event_row.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace varve::sqlite {
namespace {

std::string select_terms() {
  std::string columns = "e." + std::string(event_columns);
  for (std::size_t at = 0; (at = columns.find(", ", at)) != std::string::npos; at += 4)
    columns.insert(at + 2, "e.");
  return "SELECT " + columns +
         ", s.name, t.name FROM varve_events e CROSS JOIN varve_streams s ON s.stream = e.stream "
         "CROSS JOIN varve_types t ON t.type = e.type WHERE e.position > ? AND e.position <= ? ORDER BY "
         "e.position";
}

}  // namespace

term_book::term_book(const connection& db)
    : postings_(db),
      writer_(db),
      rows_(db, select_terms()),
      last_unreserved_(
          db,
          "SELECT position FROM varve_events WHERE position > ? AND position <= ? AND type NOT IN "
          "(SELECT type FROM varve_types WHERE name >= '$' AND name < '%') "
          "ORDER BY position DESC LIMIT 1") {}

void term_book::settle(std::int64_t indexed) {
  if (merge_ && merge_->target <= indexed) merge_.reset();
  if (tail_.end() < indexed) {
    merge_.reset();
    tail_ = tail{indexed};
  } else if (tail_.base() < indexed && !merge_) {
    tail_.drop(indexed);
  }
}

void term_book::add(std::int64_t position, std::string_view stream, std::string_view type, tags_view tags) {
  if (tail_.end() + 1 == position) tail_.add(stream, type, tags);
}

void term_book::cut(std::int64_t head) {
  merge_.reset();
  tail_.cut(head);
}

void term_book::forget() {
  merge_.reset();
  tail_ = tail{};
}

void term_book::catch_up(std::int64_t head) {
  if (covers(head)) return;
  auto row = rows_.run(tail_.end(), head);
  while (row.next()) {
    const event_row found = read_checked_row(row);
    if (found.position != tail_.end() + 1) break;
    tail_.add(row.text(7), row.text(8), tags_view{found.tags});
  }
  if (tail_.end() < head) damaged_event(tail_.end() + 1);
}

std::optional<std::int64_t> term_book::match(const query& which, std::int64_t after) {
  if (const auto found = tail_.match(which, std::max(after, tail_.base()))) return found;
  return after < tail_.base() ? match_postings(which, after, tail_.base()) : std::nullopt;
}

std::optional<std::int64_t> term_book::match_postings(const query& which, std::int64_t after,
                                                      std::int64_t until) {
  const auto found = find_candidates(filter{{}, {}, {}, which}, direction::backward, postings_);
  const auto last = found ? found->seek(until) : last_unreserved(after, until);
  return last && *last > after ? last : std::nullopt;
}

std::optional<std::int64_t> term_book::last_unreserved(std::int64_t after, std::int64_t until) {
  auto row = last_unreserved_.run(after, until);
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

std::optional<std::int64_t> term_book::merge(std::int64_t target, std::size_t most_terms) {
  if (!merge_) merge_ = merge_run{target, tail_.sorted_terms()};
  for (; most_terms > 0 && merge_->next < merge_->terms.size(); --most_terms, ++merge_->next) {
    const auto term = merge_->terms[merge_->next];
    const auto positions = tail_.positions_of(term, merge_->target);
    if (!positions.empty()) writer_.add(tail_.text_of(term), positions);
  }
  if (merge_->next < merge_->terms.size()) return std::nullopt;
  return std::exchange(merge_, std::nullopt)->target;
}

}  // namespace varve::sqlite
