#pragma once

#include <varve/core/clock.hpp>
#include <varve/core/result.hpp>

#include "event_row.hpp"
#include "queries.hpp"

#include <cstdint>
#include <functional>

namespace varve::postgres {

/// Gives rows one after the other, fetched in batches. The first batch is given by the caller, who reads it
/// in one snapshot with what else it wants to know; what stands up to the head never changes afterwards.
class row_feed {
 public:
  using fetch = std::function<rows(const read_range&, std::int64_t limit)>;
  /// Adds the names of the keys in some rows.
  using naming = std::function<void(const rows&, key_names&)>;
  using place = std::int64_t event_row::*;

  /// `number` is what the range counts: positions or revisions.
  row_feed(rows first, std::int64_t batch, read_range range, place number, fetch more, naming name);

  /// nullptr at the end; valid until the next call.
  [[nodiscard]] const event_row* next();

  /// Rows in a batch for a page of `limit` events: one more, which shows that there is more.
  [[nodiscard]] static std::int64_t batch_for(std::size_t limit);

 private:
  rows rows_;
  std::int64_t batch_;
  read_range range_;
  place number_;
  fetch fetch_;
  naming name_;
  key_names names_;
  int at_ = 0;
  event_row row_;
};

}  // namespace varve::postgres
