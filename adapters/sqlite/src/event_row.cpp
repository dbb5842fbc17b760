#include "event_row.hpp"

#include <varve/core/checksum.hpp>

#include "damage.hpp"
#include "little_endian.hpp"

#include <array>
#include <string>

namespace varve::sqlite {
namespace {

constexpr std::size_t checksum_size = sizeof(std::uint32_t);
constexpr std::size_t compacted_at = row_envelope::digest_at + sizeof(digest);
constexpr std::size_t texts_at =
    compacted_at + 2 * sizeof(std::uint8_t) + sizeof(std::uint16_t) + sizeof(std::uint32_t);

std::uint64_t nanoseconds(timestamp at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

timestamp time_of(std::uint64_t nanoseconds) {
  return timestamp{std::chrono::nanoseconds{static_cast<std::int64_t>(nanoseconds)}};
}

template<class Number>
char* put_as(char* at, std::integral auto value) {
  return put(at, static_cast<Number>(value));
}

char* put_bytes(char* at, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

/// Over the other columns, the envelope behind the checksum, and the data.
std::uint32_t checksum_of(const event_row& row, std::string_view envelope) {
  std::array<char, 4 * sizeof(std::uint64_t) + sizeof(event_id)> columns;
  char* at = columns.data();
  for (const std::int64_t number : {row.position, row.stream, row.revision, row.type})
    at = put_as<std::uint64_t>(at, number);
  std::memcpy(at, row.id.value.bytes.data(), row.id.value.bytes.size());
  const std::uint32_t before = crc32c({columns.data(), columns.size()});
  const std::string_view rest = envelope.substr(checksum_size);
  const bool side_by_side = row.data.data() == rest.data() + rest.size();  // as in a page: one run is faster
  if (side_by_side) return crc32c({rest.data(), rest.size() + row.data.size()}, before);
  return crc32c(row.data, crc32c(rest, before));
}

/// Takes an envelope apart that has at least its fixed part.
class envelope_reader {
 public:
  explicit envelope_reader(std::string_view envelope)
      : at_(envelope.data() + checksum_size), end_(envelope.data() + envelope.size()) {}

  template<std::unsigned_integral Number>
  Number number() {
    Number out;
    std::memcpy(&out, at_, sizeof out);
    at_ += sizeof out;
    return out;
  }
  void bytes(auto& out) {
    std::memcpy(out.data(), at_, out.size());
    at_ += out.size();
  }
  std::string_view text(std::size_t size) {
    at_ += size;
    return {at_ - size, size};
  }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

 private:
  const char* at_;
  const char* end_;
};

/// False when it cannot be an envelope.
bool read_envelope(std::string_view envelope, event_row& row) {
  if (envelope.size() < texts_at) return false;
  envelope_reader from{envelope};
  row.behind = from.number<std::uint32_t>();
  row.ahead = from.number<std::uint32_t>();
  row.occurred_at = time_of(from.number<std::uint64_t>());
  row.recorded_at = time_of(from.number<std::uint64_t>());
  from.bytes(row.content_digest.bytes);
  row.compacted = from.number<std::uint8_t>() != 0;
  const std::size_t content_type = from.number<std::uint8_t>();
  const std::size_t tags = from.number<std::uint16_t>();
  const std::size_t metadata = from.number<std::uint32_t>();
  if (content_type + tags + metadata != from.left()) return false;
  row.content_type = from.text(content_type);
  row.tags = from.text(tags);
  row.metadata = from.text(metadata);
  return true;
}

void read_columns(const auto& from, stored_row& out) {
  event_row& row = out.row;
  row.position = from.integer(0);
  row.data = from.text(1);
  out.envelope = from.text(2);
  const std::string_view id = from.text(3);
  row.type = from.integer(4);
  row.revision = from.integer(5);
  row.stream = from.integer(6);
  if (id.size() != sizeof(event_id) || !read_envelope(out.envelope, row)) damaged_event(row.position);
  if (row.compacted != (row.data.empty() && from.is_null(1))) damaged_event(row.position);
  if (row.compacted && row.metadata.size() != sizeof(digest)) damaged_event(row.position);
  std::memcpy(row.id.value.bytes.data(), id.data(), id.size());
}

}  // namespace

void event_row::compact(const digest& remains) {
  compacted = true;
  content_type = data = {};
  metadata = {reinterpret_cast<const char*>(remains.bytes.data()), remains.bytes.size()};
}

std::size_t row_envelope::size(const event_row& row) {
  return texts_at + row.content_type.size() + row.tags.size() + row.metadata.size();
}

void row_envelope::write(const event_row& row, char* out) {
  char* at = out + checksum_size;
  at = put_as<std::uint32_t>(at, row.behind);
  at = put_as<std::uint32_t>(at, row.ahead);
  at = put(at, nanoseconds(row.occurred_at));
  at = put(at, nanoseconds(row.recorded_at));
  std::memcpy(at, row.content_digest.bytes.data(), sizeof(digest));
  at = put_as<std::uint8_t>(at + sizeof(digest), row.compacted ? 1 : 0);
  at = put_as<std::uint8_t>(at, row.content_type.size());
  at = put_as<std::uint16_t>(at, row.tags.size());
  at = put_as<std::uint32_t>(at, row.metadata.size());
  for (const std::string_view text : {row.content_type, row.tags, row.metadata}) at = put_bytes(at, text);
  put(out, checksum_of(row, {out, static_cast<std::size_t>(at - out)}));
}

bool stored_row::intact() const {
  std::uint32_t written = 0;
  std::memcpy(&written, envelope.data(), sizeof written);
  return checksum_of(row, envelope) == written;
}

void stored_row::move_to(char* memory) {
  char* const data = put_bytes(memory, envelope);
  put_bytes(data, row.data);
  for (std::string_view* text : {&row.content_type, &row.tags, &row.metadata})
    *text = {memory + (text->data() - envelope.data()), text->size()};
  envelope = {memory, envelope.size()};
  row.data = {data, row.data.size()};
}

void read_event_row(const rows& from, stored_row& out) {
  read_columns(from, out);
}

void read_event_row(const arguments& from, stored_row& out) {
  read_columns(from, out);
}

event_row read_checked_row(const rows& from) {
  stored_row found;
  read_event_row(from, found);
  if (!found.intact()) damaged_event(found.row.position);
  return found.row;
}

void damaged_event(std::int64_t position) {
  damaged("the event at position " + std::to_string(position));
}

}  // namespace varve::sqlite
