#include "archive_fixture.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace {

using namespace fixture;

struct line {
  std::string sku;
  std::uint8_t count = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(sku), CEREAL_NVP(count)); }
  bool operator==(const line&) const = default;
};

struct order {
  std::vector<line> items;
  std::optional<bool> paid;
  std::variant<std::uint8_t, line> either;
  void serialize(auto& ar) { ar(CEREAL_NVP(items), CEREAL_NVP(paid), either); }
};

struct empty {
  auto operator<=>(const empty&) const = default;
};

struct tree {
  std::vector<tree> kids;
  void serialize(auto& ar) { ar(kids); }
};

TEST(binary_input_archive, bytes_that_are_cut_off_anywhere_are_an_error) {
  const std::string whole =
      "02"
      "0161"
      "05"
      "00"
      "06"
      "0101"
      "01"
      "0162"
      "07";
  ASSERT_EQ(binary_problem<order>(whole), "decoded");
  for (std::size_t size = 0; size < whole.size(); size += 2)
    EXPECT_NE(binary_problem<order>(whole.substr(0, size)), "decoded") << whole.substr(0, size);
}

TEST(binary_input_archive, bytes_left_over_are_an_error) {
  EXPECT_EQ(binary_problem<std::uint8_t>("0500"), "bytes are left over");
  EXPECT_EQ(binary_problem<empty>("00"), "bytes are left over");
  EXPECT_EQ(binary_problem<order>("0000000100"), "bytes are left over");
}

TEST(binary_input_archive, errors_name_the_member) {
  EXPECT_EQ(binary_problem<order>("010161"), "items[0].count: the bytes end too early");
  EXPECT_EQ(binary_problem<order>("010261"), "items[0].sku: the bytes end too early");
  EXPECT_EQ(binary_problem<order>("0002"), "paid: expected 0 or 1");
  EXPECT_EQ(binary_problem<order>("000002"), "value0.value: the variant has no alternative of that index");
}

TEST(binary_input_archive, booleans_and_presence_are_0_or_1) {
  EXPECT_EQ(binary_problem<bool>("02"), "expected 0 or 1");
  EXPECT_EQ(binary_problem<std::optional<int>>("ff"), "expected 0 or 1");
}

TEST(binary_input_archive, counts_have_one_spelling) {
  using bytes = std::vector<std::byte>;
  EXPECT_EQ(binary_problem<bytes>("8000"), "a count spelt longer than needed");
  EXPECT_EQ(binary_problem<bytes>("818000"), "a count spelt longer than needed");
  EXPECT_EQ(binary_problem<bytes>("ffffffffffffffffff01"), "the bytes end too early");
  EXPECT_EQ(binary_problem<bytes>("ffffffffffffffffff02"), "a count beyond 64 bits");
  EXPECT_EQ(binary_problem<bytes>("ffffffffffffffffffff01"), "a count beyond 64 bits");
  EXPECT_EQ(binary_problem<bytes>("80"), "the bytes end too early");
}

TEST(binary_input_archive, a_count_is_not_believed) {
  EXPECT_EQ(binary_problem<std::string>("ffffffffffffffff7f41"), "the bytes end too early");
  EXPECT_EQ(binary_problem<std::vector<line>>("ffffffffffffffff7f016101"),
            "[1].sku: the bytes end too early");
  EXPECT_EQ((binary_problem<std::map<std::string, line>>("ffffffff0f0161016101")),
            "[1]: the bytes end too early");
  EXPECT_EQ(binary_problem<std::set<std::uint8_t>>("ffffffff0f0102"), "[2]: the bytes end too early");
}

TEST(binary_input_archive, elements_without_bytes_are_not_counted) {
  EXPECT_EQ(binary_problem<std::vector<empty>>("ffffffffffffffff7f"),
            "[0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ(binary_problem<std::vector<std::monostate>>("01"),
            "[0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ((binary_problem<std::vector<std::array<int, 0>>>("01")),
            "[0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ((binary_problem<std::map<empty, empty>>("01")),
            "[0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ(binary_problem<std::set<empty>>("01"), "[0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ(binary_problem<std::vector<empty>>("00"), "decoded");
  EXPECT_EQ(to_binary(std::vector<empty>(2)), "error: [0]: an element that takes no bytes cannot be counted");
  EXPECT_EQ(to_binary(std::set<empty>{{}}), "error: [0]: an element that takes no bytes cannot be counted");
}

TEST(binary_input_archive, an_element_twice_is_an_error) {
  EXPECT_EQ(binary_problem<std::set<std::uint8_t>>("020505"), "[1]: stands twice in a set");
  EXPECT_EQ((binary_problem<std::map<std::uint8_t, bool>>("0205010500")),
            "[1]: its key stands twice in a map");
}

TEST(binary_input_archive, text_is_utf8) {
  EXPECT_EQ(binary_problem<std::string>("01ff"), "not valid UTF-8");
  EXPECT_EQ((binary_problem<std::map<std::string, bool>>("0102c0af01")), "[0]: not valid UTF-8");
}

TEST(binary_input_archive, values_nest_32_deep_and_no_deeper) {
  const auto nested = [](int depth) {  // a tree and the list of its kids are two levels
    std::string hex;
    for (int i = 2; i < depth; i += 2) hex += "01";
    return hex + "00";
  };
  EXPECT_EQ(binary_problem<tree>(nested(32)), "decoded");
  EXPECT_NE(binary_problem<tree>(nested(34)).find("nested deeper than 32"), std::string::npos);
  EXPECT_NE(binary_problem<tree>(nested(200'000)).find("nested deeper than 32"), std::string::npos);
}

TEST(binary_input_archive, times_and_durations_outside_their_type_are_refused) {
  EXPECT_EQ(binary_problem<std::chrono::sys_seconds>("0100000000000000"), "a time finer than its type holds");
  EXPECT_EQ((binary_problem<std::chrono::duration<std::int8_t>>("8000000000000000")),
            "a duration out of the range of its type");
}

}  // namespace
