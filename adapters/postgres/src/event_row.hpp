#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/event_id.hpp>
#include <varve/eventstore/engine/page_builder.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/page.hpp>

#include "name_cache.hpp"
#include "rows.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace varve::postgres {

/// A column with a time.
[[nodiscard]] inline timestamp time_of(std::int64_t nanoseconds) {
  return timestamp{std::chrono::nanoseconds{nanoseconds}};
}

/// A row of `events` with the names of its stream and type. Texts live as long as the answer and the names
/// that it is read from.
struct event_row {
  std::int64_t position = 0;
  std::int64_t revision = 0;
  std::int64_t occurred_at = 0;
  std::int64_t recorded_at = 0;
  std::int64_t checksum = 0;
  std::int64_t behind = 0;
  std::int64_t ahead = 0;
  event_id id;
  digest content_digest;
  std::string_view stream;
  std::string_view type;
  std::string_view content_type;
  std::string_view tags;
  std::string_view metadata;
  std::string_view data;
  bool compacted = false;  ///< then `metadata` is the envelope digest

  [[nodiscard]] bool ends_commit() const { return ahead == 0; }

  /// Throws `failure` (`corrupt`) when its checksum does not fit.
  [[nodiscard]] static event_row at(const rows& from, int row, const key_names& names);
};

/// The columns of an event `e` of a log, in the order that `event_row::at` expects; {log} stands for the
/// schema.
inline constexpr std::string_view event_columns =
    "e.position, e.revision, e.occurred_at, e.recorded_at, e.checksum, e.behind, e.ahead, e.id, e.digest, "
    "e.stream, e.type, e.content_type, e.tags, e.metadata, e.data";
/// Where the keys of stream and type stand among them.
inline constexpr int stream_column = 9;
inline constexpr int type_column = 10;

/// Collects the events of a page.
class event_page {
 public:
  /// `skeletons`: compacted events are given.
  explicit event_page(bool skeletons = false) : skeletons_(skeletons) {}

  /// Adds what passes the filter; tells whether it did.
  bool add(const event_row& row, const filter& which);
  [[nodiscard]] std::size_t size() const { return page_.size(); }
  void shrink(std::size_t events) { page_.events().resize(events); }
  [[nodiscard]] page finish(const page::facts& known) { return page_.finish(known); }

 private:
  void take_skeleton(const event_row& row, event_view& event);

  const bool skeletons_;
  engine::page_builder page_;
};

}  // namespace varve::postgres
