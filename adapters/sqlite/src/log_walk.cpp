#include "log_walk.hpp"

#include <algorithm>

namespace varve::sqlite {
namespace {

/// Finding a row by its position costs about as much as stepping over this many.
constexpr std::int64_t rows_per_seek = 4;

}  // namespace

log_walk::log_walk(reader& source, const snapshot& state, const filter& which, direction way,
                   std::int64_t from, std::int64_t to)
    : source_(source), way_(way), step_(way == direction::forward ? 1 : -1), next_(from), to_(to) {
  if (which.empty() || over(from)) return;
  indexed_ = state.log().indexed;
  candidates_ = find_candidates(which, way, source.postings());
  if (candidates_ && candidates_->estimate() > indexed_ / rows_per_seek) candidates_.reset();
}

bool log_walk::over(std::int64_t position) const {
  return way_ == direction::forward ? position > to_ : position < to_;
}

bool log_walk::by_candidates() const {
  return candidates_ && next_ <= indexed_;
}

void log_walk::each(const event_scan::visitor& see) {
  for (bool more = true; more && !over(next_);) more = by_candidates() ? by_postings(see) : by_scan(see);
}

/// Leaves `next_` behind what postings can tell.
bool log_walk::by_postings(const event_scan::visitor& see) {
  stored_row found;
  while (by_candidates()) {
    const auto place = candidates_->seek(next_);
    if (!place || over(*place) || *place > indexed_) {
      next_ = way_ == direction::forward ? indexed_ + 1 : to_ - 1;
      return true;
    }
    auto row = source_.row_at(*place);
    if (!row.next()) damaged_event(*place);
    next_ = *place + step_;
    read_event_row(row, found);
    if (!see(found)) return false;
  }
  return true;
}

bool log_walk::by_scan(const event_scan::visitor& see) {
  bool more = true;
  const bool enough = source_.each_event(way_, next_, [&](stored_row& found) {
    if (found.row.position != next_) damaged_event(next_);
    next_ += step_;
    more = see(found);
    return more && !over(next_) && !by_candidates();
  });
  if (!enough) damaged_event(next_);
  return more;
}

}  // namespace varve::sqlite
