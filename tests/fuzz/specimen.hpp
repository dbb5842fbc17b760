#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/json.hpp>

#include "allocation_limit.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

/// What the fuzz targets of the archives decode: every shape, and containers whose elements are much larger
/// than their spelling.
namespace varve::fuzz {

/// 256 bytes that a single byte of binary or two of JSON can spell. Counts itself when it is read.
struct large {
  std::array<std::uint64_t, 31> room{};  // not serialized
  std::uint8_t value = 0;
  bool operator<(const large& other) const { return value < other.value; }
  template<class Archive>
  void serialize(Archive& ar) {
    if constexpr (Archive::is_loading::value) allocation_limit::arrived(sizeof(large));
    ar(CEREAL_NVP(value));
  }
};
static_assert(sizeof(large) == 256);

struct tree {
  std::vector<tree> kids;
  template<class Archive>
  void serialize(Archive& ar) {
    if constexpr (Archive::is_loading::value) allocation_limit::arrived(sizeof(tree));
    ar(CEREAL_NVP(kids));
  }
};

struct nothing_at_all {};

enum class level : std::int8_t { low = 1, high = 2 };

struct specimen {
  bool flag = false;
  std::int8_t small = 0;
  std::int64_t number = 0;
  std::uint64_t natural = 0;
  float single = 0;
  double real = 0;
  level how = level::low;
  std::string text;
  std::vector<std::byte> bytes;
  std::optional<large> maybe;
  std::vector<bool> bits;
  std::deque<std::uint8_t> queue;
  std::list<std::string> list;
  std::array<std::int16_t, 2> two{};
  std::set<std::string> set;
  std::unordered_set<std::int32_t> unordered_set;
  std::map<std::string, large> by_text;
  std::unordered_map<std::int32_t, std::string> by_number;
  std::tuple<bool, std::string> tuple;
  std::variant<std::monostate, std::int32_t, std::vector<large>> either;
  std::chrono::milliseconds duration{};
  timestamp time;
  uuid id;
  void serialize(auto& ar) {
    ar(CEREAL_NVP(flag), CEREAL_NVP(small), CEREAL_NVP(number), CEREAL_NVP(natural), CEREAL_NVP(single),
       CEREAL_NVP(real), CEREAL_NVP(how), CEREAL_NVP(text), CEREAL_NVP(bytes), CEREAL_NVP(maybe),
       CEREAL_NVP(bits), CEREAL_NVP(queue));
    ar(CEREAL_NVP(list), CEREAL_NVP(two), CEREAL_NVP(set), CEREAL_NVP(unordered_set), CEREAL_NVP(by_text),
       CEREAL_NVP(by_number), CEREAL_NVP(tuple), CEREAL_NVP(either), CEREAL_NVP(duration), CEREAL_NVP(time),
       CEREAL_NVP(id));
  }
};

inline void demand(bool holds) {
  if (!holds) std::abort();
}

/// What is read is JSON to the door as well, and means the same without its white space.
template<class T>
void check_door(std::string_view data, const std::string& written) {
  std::string compacted{data};
  demand(json::compact(compacted, json::deepest_typed).has_value());
  demand(!json::view{compacted}.repeated_member());
  T value{};
  demand(decode(compacted, json_content_type, value).has_value());
  std::string rewritten;
  demand(encode(value, format::json, rewritten).has_value());
  demand(rewritten == written);
}

/// What can be read can be written and reads back as the same; and no input that is whole is whole without
/// its end.
template<class T>
void check(std::string_view data, format as, std::size_t beside) {
  T value{};
  {
    const allocation_limit limit{beside};
    if (!decode(data, content_type_of(as), value)) return;
  }
  std::string written;
  demand(encode(value, as, written).has_value());
  T again{};
  demand(decode(written, content_type_of(as), again).has_value());
  std::string rewritten;
  demand(encode(again, as, rewritten).has_value());
  demand(rewritten == written);
  if (as == format::json) check_door<T>(data, written);
  const bool padded =
      as == format::json && std::string_view(" \t\r\n").find(data.back()) != std::string_view::npos;
  if (!data.empty() && !padded) demand(!decode(data.substr(0, data.size() - 1), content_type_of(as), again));
}

/// The first byte chooses the type, the rest is decoded as one.
inline void check_any(std::string_view input, format as, std::size_t (*beside)(std::size_t)) {
  if (input.empty()) return;
  const auto choice = static_cast<unsigned char>(input.front());
  const std::string_view data = input.substr(1);
  const std::size_t allowed = beside(data.size());
  switch (choice % 10) {
    case 0: return check<specimen>(data, as, allowed);
    case 1: return check<std::vector<large>>(data, as, allowed);
    case 2: return check<std::map<std::string, std::vector<large>>>(data, as, allowed);
    case 3: return check<std::unordered_map<std::uint32_t, large>>(data, as, allowed);
    case 4: return check<std::set<large>>(data, as, allowed);
    case 5: return check<tree>(data, as, allowed);
    case 6: return check<std::vector<nothing_at_all>>(data, as, allowed);
    case 7: return check<std::deque<std::optional<std::variant<large, std::string>>>>(data, as, allowed);
    case 8: return check<std::vector<std::vector<std::byte>>>(data, as, allowed);
    default: return check<std::list<std::pair<double, std::array<large, 2>>>>(data, as, allowed);
  }
}

}  // namespace varve::fuzz
