#include <varve/core/time.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>

namespace varve {
namespace {

using namespace std::chrono;

constexpr std::int64_t per_second = 1'000'000'000;

/// Reads fixed-width decimal fields from the front of a text.
class field_reader {
 public:
  explicit field_reader(std::string_view text) : rest_(text) {}

  std::optional<int> number(std::size_t width) {
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }

  bool any_of(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

std::optional<sys_days> read_date(field_reader& in) {
  const auto y = in.number(4);
  if (!y || !in.any_of("-")) return std::nullopt;
  const auto m = in.number(2);
  if (!m || !in.any_of("-")) return std::nullopt;
  const auto d = in.number(2);
  if (!d) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  return date.ok() ? std::optional(sys_days{date}) : std::nullopt;
}

std::optional<seconds> read_clock(field_reader& in) {
  const auto h = in.number(2);
  if (!h || *h > 23 || !in.any_of(":")) return std::nullopt;
  const auto m = in.number(2);
  if (!m || *m > 59 || !in.any_of(":")) return std::nullopt;
  const auto s = in.number(2);
  if (!s || *s > 59) return std::nullopt;
  return hours{*h} + minutes{*m} + seconds{*s};
}

std::optional<std::int64_t> read_fraction(field_reader& in) {
  if (!in.any_of(".")) return 0;
  std::int64_t value = 0;
  int digits = 0;
  while (const auto digit = in.number(1)) {
    if (++digits > 9) return std::nullopt;
    value = value * 10 + *digit;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) value *= 10;
  return value;
}

std::optional<seconds> read_offset(field_reader& in) {
  if (in.any_of("Zz")) return seconds{0};
  const bool west = !in.empty() && in.rest().front() == '-';
  if (!in.any_of("+-")) return std::nullopt;
  const auto h = in.number(2);
  if (!h || *h > 23 || !in.any_of(":")) return std::nullopt;
  const auto m = in.number(2);
  if (!m || *m > 59) return std::nullopt;
  const seconds offset = hours{*h} + minutes{*m};
  return west ? -offset : offset;
}

std::optional<timestamp> in_range(sys_seconds whole, std::int64_t fraction) {
  std::int64_t count = 0;
  // A second before 1970 is counted downwards and its fraction upwards: shift by one, so that the product
  // cannot overflow too early.
  std::int64_t base = whole.time_since_epoch().count();
  if (base < 0 && fraction > 0) ++base, fraction -= per_second;
  if (__builtin_mul_overflow(base, per_second, &count) || __builtin_add_overflow(count, fraction, &count))
    return std::nullopt;
  return timestamp{nanoseconds{count}};
}

std::optional<timestamp> read_time(std::string_view text) {
  field_reader in{text};
  const auto date = read_date(in);
  if (!date || !in.any_of("Tt")) return std::nullopt;
  const auto clock = read_clock(in);
  if (!clock) return std::nullopt;
  const auto fraction = read_fraction(in);
  if (!fraction) return std::nullopt;
  const auto offset = read_offset(in);
  if (!offset || !in.empty()) return std::nullopt;
  return in_range(sys_seconds{*date} + *clock - *offset, *fraction);
}

}  // namespace

std::string format_time(timestamp at) {
  const auto whole = floor<seconds>(at);
  const auto date = floor<days>(whole);
  const year_month_day ymd{date};
  const hh_mm_ss clock{whole - date};
  std::array<char, 48> buffer{};
  int size =
      std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                    static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                    static_cast<unsigned>(ymd.day()), static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  std::string out(buffer.data(), static_cast<std::size_t>(size));
  // Not `at - whole`: at the earliest time the whole second lies outside the range.
  if (const auto fraction = (at.time_since_epoch().count() % per_second + per_second) % per_second;
      fraction != 0) {
    size = std::snprintf(buffer.data(), buffer.size(), ".%09d", static_cast<int>(fraction));
    out.append(buffer.data(), static_cast<std::size_t>(size));
    while (out.back() == '0') out.pop_back();
  }
  return out + 'Z';
}

result<timestamp> parse_time(std::string_view text) {
  if (const auto at = read_time(text)) return *at;
  return error{errc::invalid_argument,
               "not a time of RFC 3339 within 1677 to 2262: '" + std::string(text.substr(0, 64)) + "'"};
}

}  // namespace varve
