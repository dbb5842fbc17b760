#include "page_writer.hpp"

#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/filter_matcher.hpp>

namespace varve::sqlite {

/// The checksum is compared once the row lies in the page.
bool page_writer::add_unfiltered(stored_row& found) {
  found.move_to(page_.allocate(found.size()));
  if (!found.intact()) damaged_event(found.row.position);
  if (found.row.compacted && !skeletons_) return false;
  give(found);
  return true;
}

bool page_writer::add(stored_row& found, const filter& which) {
  if (which.empty()) return add_unfiltered(found);
  if (!found.intact()) damaged_event(found.row.position);
  const bool wanted = (skeletons_ || !found.row.compacted) &&
                      engine::matches(which, streams_.find(found.row.stream), types_.find(found.row.type),
                                      tags_view{found.row.tags});
  if (!wanted) return false;
  found.move_to(page_.allocate(found.size()));
  give(found);
  return true;
}

void page_writer::give(const stored_row& found) {
  const event_row& row = found.row;
  static_assert(alignof(digest) == 1);
  event_view& event = page_.events().emplace_back();
  event.position = position{row.position};
  event.commit = position{row.position - row.behind};
  event.revision = revision{row.revision};
  event.id = row.id;
  event.occurred_at = row.occurred_at;
  event.recorded_at = row.recorded_at;
  event.stream = stream_view{keep(kept_streams_, streams_, row.stream)};
  event.type = keep(kept_types_, types_, row.type);
  event.content_type = row.content_type.empty() ? json_content_type : row.content_type;
  event.data = row.data;
  event.metadata = row.metadata.empty() ? std::string_view("{}") : row.metadata;
  event.tags = tags_view{row.tags};
  event.content_digest = reinterpret_cast<const digest*>(found.envelope.data() + row_envelope::digest_at);
  if (row.compacted) {
    event.envelope_digest = reinterpret_cast<const digest*>(row.metadata.data());
    event.content_type = event.metadata = {};
  }
}

std::string_view page_writer::keep(kept_names& kept, name_reader& names, std::int64_t key) {
  kept_name& slot = slot_of(kept, key);
  if (slot.key != key) slot = {key, page_.keep(names.find(key))};
  return slot.name;
}

}  // namespace varve::sqlite
