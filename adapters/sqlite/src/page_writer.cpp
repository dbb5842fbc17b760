#include "page_writer.hpp"

#include <varve/core/checksum.hpp>
#include <varve/core/new_event.hpp>
#include <varve/eventstore/engine/filter_matcher.hpp>

namespace varve::sqlite {

bool page_writer::add(stored_row& found) {
  const std::size_t size = row_image::size(found.row);
  char* const image = page_.allocate(size);
  copy(found, image, size);
  if (found.row.compacted) return false;
  give(found.row, image);
  return true;
}

bool page_writer::add(stored_row& found, const filter& which) {
  const std::size_t size = row_image::size(found.row);
  aside_.resize(size);
  copy(found, aside_.data(), size);
  const bool wanted =
      !found.row.compacted && engine::matches(which, streams_.find(found.row.stream),
                                              types_.find(found.row.type), tags_view{found.row.tags});
  if (!wanted) return false;
  char* const image = page_.allocate(size);
  row_image::write(found.row, image);
  give(found.row, image);
  return true;
}

void page_writer::copy(stored_row& found, char* image, std::size_t size) {
  row_image::write(found.row, image);
  if (crc32c({image, size}) != found.checksum) damaged_event(found.row.position);
}

void page_writer::give(const event_row& row, const char* image) {
  static_assert(alignof(digest) == 1);
  event_view event;
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
  event.content_digest = reinterpret_cast<const digest*>(image + row_image::digest_at);
  page_.add(event);
}

std::string_view page_writer::keep(kept_names& kept, name_reader& names, std::int64_t key) {
  kept_name& slot = slot_of(kept, key);
  if (slot.key != key) slot = {key, page_.keep(names.find(key))};
  return slot.name;
}

}  // namespace varve::sqlite
