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

stored_row* log_walk::next() {
  if (by_candidates()) {
    scan_.reset();
    if (auto* const found = next_candidate()) return found;
  }
  return next_scanned();
}

/// Leaves `next_` behind what postings can tell.
stored_row* log_walk::next_candidate() {
  const auto found = candidates_->seek(next_);
  candidate_.reset();
  if (!found || over(*found) || *found > indexed_) {
    next_ = way_ == direction::forward ? indexed_ + 1 : to_ - 1;
    return nullptr;
  }
  candidate_.emplace(source_.events(way_, *found, *found));
  if (!candidate_->next()) damaged_event(*found);
  next_ = *found + step_;
  read_event_row(*candidate_, found_);
  return &found_;
}

stored_row* log_walk::next_scanned() {
  if (over(next_)) return nullptr;
  candidate_.reset();
  if (!scan_) scan_.emplace(source_.events_from(way_, next_));
  if (!scan_->next()) damaged_event(next_);
  read_event_row(*scan_, found_);
  if (found_.row.position != next_) damaged_event(next_);
  next_ += step_;
  return &found_;
}

}  // namespace varve::sqlite
