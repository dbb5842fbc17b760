#pragma once

#include <varve/core/result.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace varve {

/// A point in time as events carry it: nanoseconds since 1970-01-01T00:00:00Z in an int64 (years 1677 to
/// 2262), UTC.
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

/// A point on the clock that never steps back: deadlines and waits. Has no meaning outside this process.
using instant = std::chrono::steady_clock::time_point;

/// The deadline that never comes.
inline constexpr instant never = instant::max();

/// RFC 3339 in UTC with `T`, `Z` and as many digits of fraction as needed: 2010-12-01T08:26:00Z.
[[nodiscard]] std::string format_time(timestamp);

/// Reads RFC 3339: `T` and `Z` in either case or an offset, at most nine digits of fraction, no leap second,
/// within the range of `timestamp`. Anything else is `invalid_argument`.
[[nodiscard]] result<timestamp> parse_time(std::string_view text);

}  // namespace varve
