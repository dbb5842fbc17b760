#pragma once

#include <varve/eventstore/engine/page_builder.hpp>
#include <varve/eventstore/filter.hpp>

#include "event_row.hpp"
#include "name_reader.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace varve::sqlite {

/// Turns rows into the events of a page: copies each row once, compares its checksum, and lets the event
/// borrow from the copy.
class page_writer {
 public:
  /// `expected`: how many events will come, as far as that is known. `skeletons`: compacted events are given.
  page_writer(name_reader& streams, name_reader& types, std::size_t expected, bool skeletons = false)
      : streams_(streams), types_(types), skeletons_(skeletons) {
    page_.events().reserve(expected);
  }

  /// What the stream of that key is called, for whoever knows it already.
  void know_stream(std::int64_t key, std::string_view name) {
    slot_of(kept_streams_, key) = {key, page_.keep(name)};
  }

  /// Adds the event, and lets the row borrow from the copy, if it passes the filter, unless it is compacted
  /// and that is not wanted; tells whether it did. Throws `failure` (`corrupt`) when the row is not what was
  /// written.
  bool add(stored_row& found, const filter& which);

  [[nodiscard]] std::size_t size() const { return page_.size(); }
  /// Takes back the events behind the first `size`.
  void shrink(std::size_t size) { page_.events().resize(size); }
  [[nodiscard]] page finish(const page::facts& known) { return page_.finish(known); }

 private:
  /// Names that stand in the page already, by key.
  struct kept_name {
    std::int64_t key = 0;
    std::string_view name;
  };
  using kept_names = std::array<kept_name, 32>;

  bool add_unfiltered(stored_row& found);
  void give(const stored_row& found);
  [[nodiscard]] static kept_name& slot_of(kept_names& kept, std::int64_t key) {
    return kept[static_cast<std::size_t>(key) % kept.size()];
  }
  [[nodiscard]] std::string_view keep(kept_names& kept, name_reader& names, std::int64_t key);

  name_reader& streams_;
  name_reader& types_;
  const bool skeletons_;
  kept_names kept_streams_;
  kept_names kept_types_;
  engine::page_builder page_;
};

}  // namespace varve::sqlite
