#include "row_feed.hpp"

#include <algorithm>

namespace varve::postgres {
namespace {

constexpr std::size_t least_batch = 16;
constexpr std::size_t largest_batch = 2'000;

}  // namespace

row_feed::row_feed(rows first, std::int64_t batch, read_range range, place number, fetch more, naming name)
    : rows_(std::move(first)),
      batch_(batch),
      range_(range),
      number_(number),
      fetch_(std::move(more)),
      name_(std::move(name)) {
  name_(rows_, names_);
}

std::int64_t row_feed::batch_for(std::size_t limit) {
  return static_cast<std::int64_t>(std::clamp(limit, least_batch, largest_batch)) + 1;
}

const event_row* row_feed::next() {
  if (at_ == rows_.size()) {
    if (rows_.size() < batch_) return nullptr;
    const bool forward = range_.direction == direction::forward;
    range_.from = row_.*number_ + (forward ? 1 : -1);
    if (forward ? range_.from > range_.to : range_.from < range_.to) return nullptr;
    rows_ = fetch_(range_, batch_);
    at_ = 0;
    if (rows_.size() == 0) return nullptr;
    name_(rows_, names_);
  }
  row_ = event_row::at(rows_, at_++, names_);
  return &row_;
}

}  // namespace varve::postgres
