#include "event_row.hpp"

#include <varve/core/checksum.hpp>

#include "damage.hpp"
#include "little_endian.hpp"

#include <array>
#include <string>

namespace varve::sqlite {
namespace {

constexpr std::size_t lengths_size = 4 * sizeof(std::uint32_t);

std::uint64_t nanoseconds(timestamp at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

char* put_sized(char* at, std::string_view& text) {
  at = put(at, static_cast<std::uint32_t>(text.size()));
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  text = {at, text.size()};
  return at + text.size();
}

template<std::size_t Size>
void copy_exactly(std::array<std::uint8_t, Size>& to, std::string_view bytes, std::int64_t position) {
  if (bytes.size() != Size) damaged_event(position);
  std::memcpy(to.data(), bytes.data(), Size);
}

timestamp time_of(std::int64_t nanoseconds) {
  return timestamp{std::chrono::nanoseconds{nanoseconds}};
}

}  // namespace

std::size_t row_image::size(const event_row& row) {
  return fixed_size + lengths_size + row.content_type.size() + row.tags.size() + row.metadata.size() +
         row.data.size();
}

void row_image::write(event_row& row, char* out) {
  for (const std::int64_t number : {row.position, row.behind, row.ahead, row.stream, row.revision, row.type})
    out = put(out, static_cast<std::uint64_t>(number));
  out = put(out, nanoseconds(row.occurred_at));
  out = put(out, nanoseconds(row.recorded_at));
  std::memcpy(out, row.id.value.bytes.data(), row.id.value.bytes.size());
  out += row.id.value.bytes.size();
  std::memcpy(out, row.content_digest.bytes.data(), row.content_digest.bytes.size());
  out += row.content_digest.bytes.size();
  for (std::string_view* text : {&row.content_type, &row.tags, &row.metadata, &row.data})
    out = put_sized(out, *text);
}

std::uint32_t checksum(event_row row) {
  thread_local std::string image;
  image.resize(row_image::size(row));
  row_image::write(row, image.data());
  return crc32c(image);
}

void read_event_row(const rows& from, stored_row& out) {
  event_row& row = out.row;
  row.position = from.integer(0);
  row.behind = from.integer(1);
  row.ahead = from.integer(2);
  row.stream = from.integer(3);
  row.revision = from.integer(4);
  row.type = from.integer(5);
  copy_exactly(row.id.value.bytes, from.text(6), row.position);
  row.occurred_at = time_of(from.integer(7));
  row.recorded_at = time_of(from.integer(8));
  copy_exactly(row.content_digest.bytes, from.text(9), row.position);
  out.checksum = static_cast<std::uint32_t>(from.integer(10));
  row.content_type = from.text(11);
  row.tags = from.text(12);
  row.metadata = from.text(13);
  row.data = from.text(14);
  row.compacted = row.data.data() == nullptr && from.is_null(14);
}

event_row read_checked_row(const rows& from) {
  stored_row found;
  read_event_row(from, found);
  if (checksum(found.row) != found.checksum) damaged_event(found.row.position);
  return found.row;
}

void damaged_event(std::int64_t position) {
  damaged("the event at position " + std::to_string(position));
}

}  // namespace varve::sqlite
