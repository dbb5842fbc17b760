#include <varve/core/json.hpp>
#include <varve/testing/seeded_random.hpp>

#include "archive_fixture.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace {

using namespace fixture;
using varve::testing::seeded_random;
namespace json = varve::json;

enum class mood : std::int8_t {};

struct leaf {
  std::int64_t number = 0;
  std::string text;
  auto operator<=>(const leaf&) const = default;
  void serialize(auto& ar) { ar(CEREAL_NVP(number), CEREAL_NVP(text)); }
};

struct branch {
  std::vector<branch> kids;
  std::optional<leaf> fruit;
  bool operator==(const branch&) const = default;
  void serialize(auto& ar) { ar(CEREAL_NVP(kids), CEREAL_NVP(fruit)); }
};

struct everything {
  bool flag = false;
  std::int8_t i8 = 0;
  std::uint16_t u16 = 0;
  std::int32_t i32 = 0;
  std::uint64_t u64 = 0;
  float single = 0;
  double real = 0;
  mood how{};
  std::string text;
  std::vector<std::byte> bytes;
  std::optional<std::string> maybe;
  std::vector<bool> bits;
  std::deque<std::int16_t> queue;
  std::list<leaf> list;
  std::array<std::uint32_t, 3> three{};
  std::set<std::string> set;
  std::unordered_set<std::int64_t> unordered_set;
  std::map<std::string, leaf> by_text;
  std::unordered_map<std::int32_t, std::vector<std::string>> by_number;
  std::pair<std::string, double> pair;
  std::tuple<bool, leaf, std::int8_t> tuple;
  std::variant<std::monostate, std::int32_t, leaf, std::vector<leaf>> either;
  std::chrono::microseconds duration{};
  varve::timestamp time;
  varve::uuid id;
  branch tree;
  bool operator==(const everything&) const = default;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(flag), CEREAL_NVP(i8), CEREAL_NVP(u16), CEREAL_NVP(i32), CEREAL_NVP(u64),
       CEREAL_NVP(single), CEREAL_NVP(real), CEREAL_NVP(how), CEREAL_NVP(text), CEREAL_NVP(bytes),
       CEREAL_NVP(maybe), CEREAL_NVP(bits), CEREAL_NVP(queue), CEREAL_NVP(list));
    ar(CEREAL_NVP(three), CEREAL_NVP(set), CEREAL_NVP(unordered_set), CEREAL_NVP(by_text),
       CEREAL_NVP(by_number), CEREAL_NVP(pair), CEREAL_NVP(tuple), CEREAL_NVP(either), CEREAL_NVP(duration),
       CEREAL_NVP(time), CEREAL_NVP(id), tree);
  }
};

/// Draws values of every shape, small ones more often than large ones.
class dice {
 public:
  explicit dice(std::uint64_t seed) : random_(seed) {}

  bool coin() { return random_.below(2) == 0; }
  std::size_t count() { return random_.below(4); }
  template<class T>
  T integer() {
    return static_cast<T>(random_.next() >> random_.below(64));
  }

  template<class Real, class Bits>
  Real finite() {
    if (coin()) return static_cast<Real>(integer<std::int32_t>()) / 100;
    const auto drawn = std::bit_cast<Real>(integer<Bits>());
    return std::isfinite(drawn) ? drawn : Real{0};
  }

  std::string text() {
    static constexpr std::array<std::string_view, 12> pieces{
        "", "a", "plain words, some of them", "\"", "\\", "\n", "é", "€", "𝄞", "\x01", "/", "\x7f"};
    std::string out;
    for (auto n = random_.below(6); n > 0; --n) out += pieces[random_.below(pieces.size())];
    return out;
  }

  template<class Container, class Make>
  Container many(Make make) {
    Container out;
    for (auto n = count(); n > 0; --n) out.insert(out.end(), make());
    return out;
  }

  leaf draw_leaf() { return {integer<std::int64_t>(), text()}; }

  branch draw_branch(int depth) {
    branch out;
    if (depth > 0)
      for (auto n = count(); n > 0; --n)
        out.kids.push_back(draw_branch(depth - 1 - static_cast<int>(random_.below(2))));
    if (coin()) out.fruit = draw_leaf();
    return out;
  }

  everything draw() {
    everything out;
    out.flag = coin();
    out.i8 = integer<std::int8_t>();
    out.u16 = integer<std::uint16_t>();
    out.i32 = integer<std::int32_t>();
    out.u64 = integer<std::uint64_t>();
    out.single = finite<float, std::uint32_t>();
    out.real = finite<double, std::uint64_t>();
    out.how = mood{integer<std::int8_t>()};
    out.text = text();
    out.bytes = many<std::vector<std::byte>>([&] { return std::byte{integer<std::uint8_t>()}; });
    if (coin()) out.maybe = text();
    out.bits = many<std::vector<bool>>([&] { return coin(); });
    out.queue = many<std::deque<std::int16_t>>([&] { return integer<std::int16_t>(); });
    out.list = many<std::list<leaf>>([&] { return draw_leaf(); });
    for (auto& each : out.three) each = integer<std::uint32_t>();
    out.set = many<std::set<std::string>>([&] { return text(); });
    out.unordered_set = many<std::unordered_set<std::int64_t>>([&] { return integer<std::int64_t>(); });
    for (auto n = count(); n > 0; --n) out.by_text[text()] = draw_leaf();
    for (auto n = count(); n > 0; --n)
      out.by_number[integer<std::int32_t>()] = many<std::vector<std::string>>([&] { return text(); });
    out.pair = {text(), finite<double, std::uint64_t>()};
    out.tuple = {coin(), draw_leaf(), integer<std::int8_t>()};
    switch (random_.below(4)) {
      case 0: break;
      case 1: out.either = integer<std::int32_t>(); break;
      case 2: out.either = draw_leaf(); break;
      default: out.either = many<std::vector<leaf>>([&] { return draw_leaf(); });
    }
    out.duration = std::chrono::microseconds{integer<std::int64_t>()};
    out.time = varve::timestamp{std::chrono::nanoseconds{integer<std::int64_t>()}};
    random_.fill(std::as_writable_bytes(std::span(out.id.bytes)));
    out.tree = draw_branch(4);
    return out;
  }

  /// The same JSON for a tolerant reader: members in another order, unknown ones among them, white space
  /// between tokens.
  std::string rewritten(json::view value) {
    const auto space = [&] { return std::string(random_.below(2), ' '); };
    std::vector<std::string> parts;
    for (auto at = value.begin(); at != value.end(); ++at)
      parts.push_back(
          (value.kind() == json::kind::object ? std::string(at.name().raw()) + space() + ":" + space() : "") +
          rewritten(*at));
    switch (value.kind()) {
      case json::kind::array: return '[' + joined(parts, space()) + ']';
      case json::kind::object: return '{' + joined(parts, space()) + '}';
      default: return std::string(value.raw());
    }
  }

  template<class T>
  void shuffle(std::vector<T>& parts) {
    for (std::size_t i = parts.size(); i > 1; --i) std::swap(parts[i - 1], parts[random_.below(i)]);
  }

 private:
  static std::string joined(const std::vector<std::string>& parts, const std::string& space) {
    std::string out = space;
    for (std::size_t i = 0; i < parts.size(); ++i) out += (i > 0 ? "," : "") + space + parts[i] + space;
    return out;
  }

  seeded_random random_;
};

/// The members of one object in another order, with unknown ones among them.
std::string shuffled(dice& draw, json::view object) {
  std::vector<std::string> members{R"("unknown 1":{"a":[1,2,{"b":"}"}]})", R"("\u0075nknown 2":-1e999)"};
  for (auto at = object.begin(); at != object.end(); ++at)
    members.push_back(std::string(at.name().raw()) + ':' + std::string((*at).raw()));
  draw.shuffle(members);
  std::string out = "{";
  for (std::size_t i = 0; i < members.size(); ++i) out += (i > 0 ? "," : "") + members[i];
  return out + '}';
}

template<class T>
::testing::AssertionResult reads_back(const T& value) {
  const std::string text = to_json(value);
  T from_json{};
  if (const auto read = decode_json(text, from_json); !read)
    return ::testing::AssertionFailure() << read.error().message << " in " << text;
  if (!(from_json == value)) return ::testing::AssertionFailure() << "JSON reads back differently: " << text;
  const std::string bytes = to_binary(value);
  T from_binary{};
  if (const auto read = decode_binary(bytes, from_binary); !read)
    return ::testing::AssertionFailure() << read.error().message << " in " << to_hex(bytes);
  if (!(from_binary == value))
    return ::testing::AssertionFailure() << "binary reads back differently: " << text;
  return ::testing::AssertionSuccess();
}

/// ./check --long asks for more.
int rounds(int usual) {
  const char* const more = std::getenv("VARVE_LONG");
  return more != nullptr && *more != '\0' ? 20 * usual : usual;
}

TEST(archive_round_trip, of_values_of_every_shape) {
  dice draw{1};
  for (int i = 0; i < rounds(5'000); ++i) ASSERT_TRUE(reads_back(draw.draw())) << i;
}

TEST(archive_round_trip, of_numbers_of_every_magnitude) {
  dice draw{2};
  for (int i = 0; i < rounds(25'000); ++i) {
    ASSERT_TRUE(reads_back(draw.finite<double, std::uint64_t>()));
    ASSERT_TRUE(reads_back(draw.finite<float, std::uint32_t>()));
    ASSERT_TRUE(reads_back(draw.integer<std::int64_t>()));
    ASSERT_TRUE(reads_back(draw.integer<std::uint64_t>()));
  }
}

TEST(archive_round_trip, of_json_that_was_rewritten_on_the_way) {
  dice draw{3};
  for (int i = 0; i < rounds(2'000); ++i) {
    const everything value = draw.draw();
    const std::string whole = to_json(value);
    const std::string text = shuffled(draw, json::view{whole});
    std::string checked = text;
    ASSERT_TRUE(json::compact(checked)) << text;
    for (const std::string& variation : {text, draw.rewritten(json::view{text})}) {
      everything read;
      const auto done = decode_json(variation, read);
      ASSERT_TRUE(done) << done.error().message << " in " << variation;
      ASSERT_EQ(read, value) << variation;
    }
  }
}

TEST(archive_round_trip, of_decimals_is_to_the_nearest_double) {
  dice draw{4};
  for (int i = 0; i < rounds(50'000); ++i) {
    std::string text = std::to_string(draw.integer<std::int64_t>());
    if (draw.coin()) text += "." + std::to_string(draw.integer<std::uint32_t>());
    double read = 0;
    ASSERT_TRUE(decode_json(text, read)) << text;
    ASSERT_EQ(read, std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(archive_round_trip, of_json_agrees_with_the_door) {
  dice draw{5};
  for (int i = 0; i < rounds(2'000); ++i) {
    const std::string text = to_json(draw.draw());
    std::string checked = text;
    ASSERT_TRUE(json::compact(checked, json::deepest_typed));
    ASSERT_EQ(checked, text) << "it is compact already";
  }
}

}  // namespace
