#pragma once

#include <varve/core/archive/binary_input_archive.hpp>
#include <varve/core/archive/json_input_archive.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/result.hpp>

#include <new>
#include <string>
#include <string_view>

namespace varve {

/// What an event is written in. What it is read from is told by its content type.
enum class format { json, binary };

/// The content type of Varve's binary format.
inline constexpr std::string_view binary_content_type = "application/vnd.varve.binary";

/// The content type that events of that format carry.
[[nodiscard]] constexpr std::string_view content_type_of(format f) {
  return f == format::json ? json_content_type : binary_content_type;
}

namespace detail {

[[nodiscard]] error archive_failure(errc code, const member_path& path, std::string_view problem);
[[nodiscard]] error unknown_content_type(std::string_view content_type);

/// Runs `archive(value)`. What goes wrong, in Varve or in the user's functions, becomes an error that begins
/// with the member's path; lack of memory is not the value's fault and is thrown on.
template<class Archive, class T>
result<void> run(Archive& archive, T& value, errc code) {
  try {
    archive(value);
    return {};
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& problem) {
    return archive_failure(code, archive.path(), problem.what());
  }
}

}  // namespace detail

/// Appends `value` to `out` as docs/formats.md says. `invalid_argument` names the member that cannot be
/// written (a number that is not finite, text that is not UTF-8), and then `out` is as it was.
template<class T>
[[nodiscard]] result<void> encode(const T& value, format as, std::string& out) {
  const std::size_t before = out.size();
  const auto write = [&](auto archive) { return detail::run(archive, value, errc::invalid_argument); };
  auto done = as == format::json ? write(json_output_archive{out}) : write(binary_output_archive{out});
  if (!done) out.resize(before);
  return done;
}

/// Reads `data` into `value`. Members that the data lack keep what `value` holds. `undecodable` names the
/// member that does not fit: `items[3].price: expected an integer`; then `value` holds something valid but
/// unspecified. The data may come from anywhere: beyond 64 KiB, no allocation exceeds twice what the elements
/// that are really there need.
template<class T>
[[nodiscard]] result<void> decode(std::string_view data, std::string_view content_type, T& value) {
  if (content_type == json_content_type || content_type.empty()) {
    json_input_archive archive{data};
    return detail::run(archive, value, errc::undecodable);
  }
  if (content_type == binary_content_type) {
    binary_input_archive archive{data};
    return detail::run(archive, value, errc::undecodable);
  }
  return detail::unknown_content_type(content_type);
}

}  // namespace varve
