#include "checksum.hpp"

#include <varve/core/checksum.hpp>

#include <string>

namespace varve::postgres {
namespace {

template<class T>
void append_little_endian(std::string& out, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) out.push_back(static_cast<char>(number >> (8 * i)));
}

void append_sized(std::string& out, std::string_view text) {
  append_little_endian(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

template<class Bytes>
void append_bytes(std::string& out, const Bytes& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

std::int64_t content_check(const covered_event& event) {
  thread_local std::string image;
  image.clear();
  append_sized(image, event.stream);
  append_sized(image, event.type);
  append_bytes(image, event.id.value.bytes);
  append_bytes(image, event.content_digest.bytes);
  append_little_endian(image, static_cast<std::uint64_t>(event.occurred_at));
  for (const std::string_view text : {event.content_type, event.tags, event.metadata})
    append_sized(image, text);
  append_little_endian(image, static_cast<std::uint32_t>(event.data.size()));
  return crc32c(event.data, crc32c(image));
}

std::int64_t place_check(const place& at) {
  constexpr std::int64_t prime = 2'147'483'647;
  const auto residue = [](std::int64_t number) { return (number % prime + prime) % prime; };
  const std::int64_t sum = residue(at.position) * 1'000'003 + residue(at.revision) * 999'983 +
                           residue(at.recorded_at) * 999'979 + residue(at.behind) * 999'961 +
                           residue(at.ahead) * 999'959;
  return sum % prime * (std::int64_t{1} << 32);
}

}  // namespace varve::postgres
