// Every row of the tables "JSON of user types" and "Binary of user types" in docs/formats.md, with its exact
// text and bytes. Included by two sources: with and without cereal's own headers for standard types, which
// must make no difference. `SHAPES` names the suite.

#include "archive_fixture.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <memory_resource>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace {

using namespace fixture;
using namespace std::chrono_literals;

struct named {
  std::string sku;
  int quantity = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), cereal::make_nvp("count", quantity)); }
  bool operator==(const named&) const = default;
};

struct unnamed {
  int a = 0;
  bool b = false;
  void serialize(auto& ar) { ar(a, b); }
  bool operator==(const unnamed&) const = default;
};

struct empty {
  bool operator==(const empty&) const = default;
};

class split {  // private save and load, members given one after the other and with cereal's other operators
 public:
  split() = default;
  explicit split(int number) : number_(number) {}
  bool operator==(const split&) const = default;

 private:
  friend class cereal::access;
  template<class Archive>
  void save(Archive& ar) const {
    ar& cereal::make_nvp("half", number_ / 2);
    ar << cereal::make_nvp("rest", number_ % 2);
  }
  template<class Archive>
  void load(Archive& ar) {
    int half = 0;
    int rest = 0;
    ar& cereal::make_nvp("half", half);
    ar >> cereal::make_nvp("rest", rest);
    number_ = 2 * half + rest;
  }
  int number_ = 0;
};

struct outside {  // functions beside the type
  std::int16_t value = 0;
  bool operator==(const outside&) const = default;
};
void serialize(auto& ar, outside& o) {
  ar(cereal::make_nvp("value", o.value));
}

struct outside_split {
  int value = 0;
  bool operator==(const outside_split&) const = default;
};
template<class Archive>
void save(Archive& ar, const outside_split& o) {
  ar(cereal::make_nvp("twice", o.value * 2));
}
template<class Archive>
void load(Archive& ar, outside_split& o) {
  ar(cereal::make_nvp("twice", o.value));
  o.value /= 2;
}

struct code {  // a type that is written as one text
  std::string text;
  template<class Archive>
  std::string save_minimal(const Archive&) const {
    return text;
  }
  template<class Archive>
  void load_minimal(const Archive&, const std::string& given) {
    text = given;
  }
  auto operator<=>(const code&) const = default;
};

struct cents {  // and one that is written as a number, by functions beside it
  std::int64_t count = 0;
  auto operator<=>(const cents&) const = default;
};
template<class Archive>
std::int64_t save_minimal(const Archive&, const cents& c) {
  return c.count;
}
template<class Archive>
void load_minimal(const Archive&, cents& c, const std::int64_t& given) {
  c.count = given;
}

enum class size : std::uint8_t { small = 1, large = 200 };
enum plain_but_fixed : int { first, second };
enum class colour : int { red, green };
template<class Archive>
std::string save_minimal(const Archive&, const colour& c) {
  return c == colour::red ? "red" : "green";
}
template<class Archive>
void load_minimal(const Archive&, colour& c, const std::string& given) {
  if (given != "red" && given != "green") throw std::invalid_argument("no such colour");
  c = given == "red" ? colour::red : colour::green;
}

struct base {
  int id = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(id)); }
  bool operator==(const base&) const = default;
};
struct derived : base {
  int more = 0;
  template<class Archive>
  void serialize(Archive& ar) {
    ar(cereal::base_class<base>(this), CEREAL_NVP(more));
  }
  bool operator==(const derived&) const = default;
};

struct chosen : base {  // inherits serialize and has load and save: cereal::specialize tells
  int own = 0;
  template<class Archive>
  void save(Archive& ar) const {
    ar(CEREAL_NVP(own));
  }
  template<class Archive>
  void load(Archive& ar) {
    ar(CEREAL_NVP(own));
  }
  bool operator==(const chosen&) const = default;
};

struct grid {
  int cells[2][3] = {};
  void serialize(auto& ar) { ar(CEREAL_NVP(cells)); }
  bool operator==(const grid&) const = default;
};

std::vector<std::byte> some_bytes(std::string_view text) {
  std::vector<std::byte> out;
  for (const char c : text) out.push_back(static_cast<std::byte>(c));
  return out;
}

varve::timestamp at(std::string_view text) {
  return varve::parse_time(text).value();
}

constexpr const char* uuid_text = "0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6";
constexpr const char* uuid_json = "\"0190f3c5-6a7b-7c8d-9e0f-a1b2c3d4e5f6\"";
constexpr const char* uuid_hex = "0190f3c56a7b7c8d9e0fa1b2c3d4e5f6";

TEST(SHAPES, types_with_serialize_are_objects) {
  expect_shape(named{"apple", 3}, R"({"sku":"apple","count":3})", "056170706c6503000000");
  expect_shape(unnamed{7, true}, R"({"value0":7,"value1":true})", "0700000001");
  expect_shape(split{7}, R"({"half":3,"rest":1})", "0300000001000000");
  expect_shape(outside{-2}, R"({"value":-2})", "feff");
  expect_shape(outside_split{21}, R"({"twice":42})", "2a000000");
  expect_shape(empty{}, "{}", "");
  expect_shape(derived{{4}, 5}, R"({"value0":{"id":4},"more":5})", "0400000005000000");
  expect_shape(chosen{{0}, 9}, R"({"own":9})", "09000000");
}

TEST(SHAPES, booleans) {
  expect_shape(true, "true", "01");
  expect_shape(false, "false", "00");
}

TEST(SHAPES, integers_are_exact_to_64_bits) {
  expect_shape(std::int8_t{-128}, "-128", "80");
  expect_shape(std::uint8_t{255}, "255", "ff");
  expect_shape(char{65}, "65", "41");
  expect_shape(std::int16_t{-2}, "-2", "feff");
  expect_shape(std::int32_t{305419896}, "305419896", "78563412");
  expect_shape(std::numeric_limits<std::int64_t>::min(), "-9223372036854775808", "0000000000000080");
  expect_shape(std::numeric_limits<std::int64_t>::max(), "9223372036854775807", "ffffffffffffff7f");
  expect_shape(std::numeric_limits<std::uint64_t>::max(), "18446744073709551615", "ffffffffffffffff");
  expect_shape(9007199254740993LL, "9007199254740993", "0100000000002000");
}

TEST(SHAPES, floating_point_is_the_shortest_text_that_reads_back) {
  expect_shape(0.1, "0.1", "9a9999999999b93f");
  expect_shape(0.1F, "0.1", "cdcccc3d");
  expect_shape(3.0, "3", "0000000000000840");
  expect_shape(-2.5e-300, "-2.5e-300", "2f30b7b3a7c9ba81");
  expect_shape(1e22, "1e+22", "92d54d06cff08044");
  expect_shape(std::numeric_limits<double>::max(), "1.7976931348623157e+308", "ffffffffffffef7f");
  expect_shape(std::numeric_limits<double>::denorm_min(), "5e-324", "0100000000000000");
  expect_shape(std::numeric_limits<float>::denorm_min(), "1e-45", "01000000");
}

TEST(SHAPES, text_is_a_string_with_the_escapes_that_json_demands) {
  expect_shape(std::string{}, R"("")", "00");
  expect_shape(std::string{"a\"b\\c/d"}, R"("a\"b\\c/d")", "076122625c632f64");
  expect_shape(std::string{"\n\r\t\x01\x1f\x7f", 6}, "\"\\n\\r\\t\\u0001\\u001f\x7f\"", "060a0d09011f7f");
  expect_shape(std::string{"\0", 1}, R"("\u0000")", "0100");
  expect_shape(std::string{"zwölf € 𝄞"}, "\"zwölf € 𝄞\"", "0f7a77c3b66c6620e282ac20f09d849e");
  expect_shape(std::pmr::string{"pmr"}, R"("pmr")", "03706d72");
  expect_shape(std::string(200, 'x'), '"' + std::string(200, 'x') + '"',
               "c801" + to_hex(std::string(200, 'x')));
}

TEST(SHAPES, an_enum_is_its_integer_unless_it_says_otherwise) {
  expect_shape(size::large, "200", "c8");
  expect_shape(plain_but_fixed::second, "1", "01000000");
  expect_shape(std::byte{7}, "7", "07");
  expect_shape(colour::green, R"("green")", "05677265656e");
}

TEST(SHAPES, a_type_with_save_minimal_is_what_that_gives) {
  expect_shape(code{"AB"}, R"("AB")", "024142");
  expect_shape(cents{-1}, "-1", "ffffffffffffffff");
}

TEST(SHAPES, an_optional_is_its_value_or_null) {
  expect_shape(std::optional<int>{}, "null", "00");
  expect_shape(std::optional{5}, "5", "0105000000");
  expect_shape(std::optional{named{"x", 1}}, R"({"sku":"x","count":1})", "01017801000000");
}

TEST(SHAPES, sequences_are_arrays) {
  expect_shape(std::vector<int>{}, "[]", "00");
  expect_shape(std::vector<std::int16_t>{1, -1}, "[1,-1]", "020100ffff");
  expect_shape(std::vector<bool>{true, false}, "[true,false]", "020100");
  expect_shape(std::deque<std::string>{"a", ""}, R"(["a",""])", "02016100");
  expect_shape(std::list<named>{{"a", 1}}, R"([{"sku":"a","count":1}])", "01016101000000");
  expect_shape(std::vector<std::vector<bool>>{{}, {true}}, "[[],[true]]", "02000101");
  expect_shape(std::array<std::uint8_t, 3>{1, 2, 3}, "[1,2,3]", "010203");
  expect_shape(std::array<int, 0>{}, "[]", "");
  expect_shape(grid{{{1, 2, 3}, {4, 5, 6}}}, R"({"cells":[[1,2,3],[4,5,6]]})",
               "010000000200000003000000040000000500000006000000");
}

TEST(SHAPES, bytes_are_base64) {
  expect_shape(some_bytes(""), R"("")", "00");
  expect_shape(some_bytes("f"), R"("Zg==")", "0166");
  expect_shape(some_bytes("fo"), R"("Zm8=")", "02666f");
  expect_shape(some_bytes("foo"), R"("Zm9v")", "03666f6f");
  expect_shape(some_bytes("\xff\xfe\xfd\xfc"), R"("//79/A==")", "04fffefdfc");
}

TEST(SHAPES, sets_are_arrays) {
  expect_shape(std::set<int>{3, 1, 2}, "[1,2,3]", "03010000000200000003000000");
  expect_shape(std::set<int, std::greater<>>{1, 2}, "[2,1]", "020200000001000000");
  expect_shape(std::unordered_set<std::string>{"b", "a", "c"}, R"(["a","b","c"])", "03016101620163");
}

TEST(SHAPES, maps_with_text_keys_are_objects) {
  expect_shape(std::map<std::string, int>{}, "{}", "00");
  expect_shape(std::map<std::string, int>{{"a", 1}, {"\"", 2}}, R"({"\"":2,"a":1})",
               "02012202000000016101000000");
  expect_shape(std::unordered_map<std::string, bool>{{"b", true}, {"a", false}}, R"({"a":false,"b":true})",
               "0201610001620"
               "1");
  expect_shape(std::map<code, int>{{{"x"}, 1}}, R"({"x":1})", "01017801000000");
  expect_shape(std::map<varve::uuid, bool>{{*varve::uuid::parse(uuid_text), true}},
               std::string("{") + uuid_json + ":true}", std::string("01") + uuid_hex + "01");
}

TEST(SHAPES, maps_with_other_keys_are_arrays_of_pairs) {
  expect_shape(std::map<int, std::string>{{1, "a"}, {2, "b"}}, R"([[1,"a"],[2,"b"]])",
               "02010000000161020000000162");
  expect_shape(std::map<cents, bool>{{{5}, true}}, "[[5,true]]", "01050000000000000001");
  expect_shape(std::unordered_map<int, int>{{2, 0}, {1, 0}}, "[[1,0],[2,0]]",
               "0201000000000000000200000000000000");
}

TEST(SHAPES, pairs_and_tuples_are_arrays) {
  expect_shape(std::pair<int, std::string>{1, "a"}, R"([1,"a"])", "010000000161");
  expect_shape(std::tuple<bool, std::uint8_t, code>{true, std::uint8_t{2}, code{"c"}}, R"([true,2,"c"])",
               "01020163");
  expect_shape(std::tuple<>{}, "[]", "");
}

TEST(SHAPES, a_variant_is_its_index_and_value) {
  using either = std::variant<std::monostate, int, named>;
  expect_shape(either{}, R"({"index":0,"value":null})", "00");
  expect_shape(either{5}, R"({"index":1,"value":5})", "0105000000");
  expect_shape(either{named{"a", 1}}, R"({"index":2,"value":{"sku":"a","count":1}})", "02016101000000");
  expect_shape(std::variant<int, int>{std::in_place_index<1>, 3}, R"({"index":1,"value":3})", "0103000000");
}

TEST(SHAPES, durations_are_their_count) {
  expect_shape(std::chrono::milliseconds{1500}, "1500", "dc05000000000000");
  expect_shape(std::chrono::duration<std::int16_t>{-1}, "-1", "ffffffffffffffff");
  expect_shape(std::chrono::duration<double>{0.5}, "0.5", "000000000000e03f");
}

TEST(SHAPES, times_are_rfc_3339) {
  expect_shape(at("2010-12-01T08:26:00Z"), R"("2010-12-01T08:26:00Z")", "00f0a3203f3ceb11");
  expect_shape(varve::timestamp{-1ns}, R"("1969-12-31T23:59:59.999999999Z")", "ffffffffffffffff");
  expect_shape(std::chrono::sys_seconds{90s}, R"("1970-01-01T00:01:30Z")", "00046bf414000000");
  expect_shape(std::chrono::sys_days{} + std::chrono::days{1}, R"("1970-01-02T00:00:00Z")",
               "00004f91944e0000");
}

TEST(SHAPES, identities_are_strings) {
  const auto id = *varve::uuid::parse(uuid_text);
  expect_shape(id, uuid_json, uuid_hex);
  expect_shape(varve::event_id{id}, uuid_json, uuid_hex);
  expect_shape(varve::epoch{id}, uuid_json, uuid_hex);
}

}  // namespace

CEREAL_SPECIALIZE_FOR_ALL_ARCHIVES(chosen, cereal::specialization::member_load_save)
