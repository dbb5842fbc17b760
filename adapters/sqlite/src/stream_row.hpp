#pragma once

#include <varve/eventstore/engine/stream_state.hpp>

#include "statement.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace varve::sqlite {

/// A row of varve_streams without its name.
struct stream_row {
  std::int64_t key = 0;
  std::int64_t first_visible = 0;
  std::optional<std::int64_t> deleted_before;
  bool closed = false;

  /// The stream as it stands when `last` is its last revision.
  [[nodiscard]] engine::stream_state state(std::optional<std::int64_t> last) const;
  [[nodiscard]] static stream_row of(std::int64_t key, const engine::stream_state& state);
  [[nodiscard]] std::uint32_t checksum(std::string_view name) const;
};

/// The columns that `read_stream_row` wants, in its order.
inline constexpr std::string_view stream_columns =
    "stream, first_visible, deleted_before, closed, checksum, name";

/// The row that a SELECT of `stream_columns` stands on. Throws `failure` (`corrupt`) when its checksum does
/// not match.
[[nodiscard]] stream_row read_stream_row(const rows& from);
/// Whether it does; `name` is what stands in the row's last column.
[[nodiscard]] bool is_intact(const rows& from, std::string_view name);

/// The checksum of a row of varve_types.
[[nodiscard]] std::uint32_t type_checksum(std::int64_t key, std::string_view name);

}  // namespace varve::sqlite
