#include "archive_fixture.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace {

using namespace fixture;

struct line {
  std::string sku = "none";
  int price = -1;
  std::optional<int> discount = 5;
  std::vector<int> sizes{1, 2};
  void serialize(auto& ar) {
    ar(CEREAL_NVP(sku), CEREAL_NVP(price), CEREAL_NVP(discount), CEREAL_NVP(sizes));
  }
  bool operator==(const line&) const = default;
};

struct order {
  std::vector<line> items;
  std::map<std::string, line> by_name;
  std::variant<int, line> either;
  void serialize(auto& ar) { ar(CEREAL_NVP(items), CEREAL_NVP(by_name), CEREAL_NVP(either)); }
};

struct tree {
  std::vector<tree> kids;
  void serialize(auto& ar) { ar(CEREAL_NVP(kids)); }
};

struct without_names {
  int a = 0;
  int b = 0;
  void serialize(auto& ar) { ar(a, b); }
};

line read_line(std::string_view text) {
  line out;
  const auto done = decode_json(text, out);
  EXPECT_TRUE(done) << text << ": " << done.error().message;
  return out;
}

TEST(json_input_archive, a_missing_member_keeps_what_the_value_held) {
  EXPECT_EQ(read_line("{}"), line{});
  EXPECT_EQ(read_line(R"({"price":2})").sku, "none");
  EXPECT_EQ(read_line(R"({"sku":"a"})").discount, 5);
  EXPECT_EQ(read_line(R"({"sku":"a","sizes":[7]})"), (line{"a", -1, 5, {7}}));
}

TEST(json_input_archive, members_may_stand_in_any_order) {
  const line expected{"a", 2, std::nullopt, {3}};
  EXPECT_EQ(read_line(R"({"sizes":[3],"discount":null,"price":2,"sku":"a"})"), expected);
  EXPECT_EQ(read_line(R"({"price":2,"sku":"a","sizes":[3],"discount":null})"), expected);
  EXPECT_EQ(read_line(R"({"sku":"a","sizes":[3],"discount":null,"price":2})"), expected);
}

TEST(json_input_archive, unknown_members_are_ignored_wherever_they_stand) {
  const line expected{"a", 2, std::nullopt, {3}};
  EXPECT_EQ(read_line(R"({"x":{"sku":"no"},"sku":"a","price":2,"discount":null,"sizes":[3]})"), expected);
  EXPECT_EQ(read_line(R"({"sku":"a","x":[[1,{}],"}"],"price":2,"discount":null,"sizes":[3]})"), expected);
  EXPECT_EQ(read_line(R"({"sku":"a","price":2,"discount":null,"sizes":[3],"x":1e400})"), expected);
  EXPECT_EQ(read_line(R"({"sku":"a","price":2,"discount":null,"sizes":[3],"\ud800":"\udfff"})"), expected);
}

TEST(json_input_archive, an_object_with_many_unknown_members_is_searched_and_checked_alike) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"m" + std::to_string(i) + "\":0,";
  EXPECT_EQ(read_line(text + R"("price":2,"sku":"a"})"), (line{"a", 2, 5, {1, 2}}));
  EXPECT_EQ(json_problem<line>(text + R"("m500":1,"sku":"a"})"), "the member m500 stands twice");
}

TEST(json_input_archive, white_space_is_allowed_between_all_tokens) {
  EXPECT_EQ(
      read_line(" { \"sku\" : \"a\" ,\r\n\t\"price\" : 2 , \"discount\" : null , \"sizes\" : [ 3 , 4 ] } "),
      (line{"a", 2, std::nullopt, {3, 4}}));
  EXPECT_EQ(read_line("{ }"), line{});
  EXPECT_EQ(read_line(R"({"sizes": [ ]})").sizes, std::vector<int>{});
}

TEST(json_input_archive, a_member_name_may_be_spelt_with_escapes) {
  EXPECT_EQ(read_line(R"({"\u0073ku":"a","pr\u0069ce":2})"), (line{"a", 2, 5, {1, 2}}));
}

TEST(json_input_archive, a_member_that_stands_twice_is_an_error_whatever_it_is) {
  EXPECT_EQ(json_problem<line>(R"({"sku":"a","sku":"b"})"), "the member sku stands twice");
  EXPECT_EQ(json_problem<line>(R"({"sku":"a","price":1,"discount":1,"sizes":[],"sku":"b"})"),
            "the member sku stands twice");
  EXPECT_EQ(json_problem<line>(R"({"x":1,"sku":"a","x":2})"), "the member x stands twice");
  EXPECT_EQ(json_problem<line>(R"({"sku":"a","\u0073ku":"b"})"), "the member sku stands twice");
  EXPECT_EQ(json_problem<line>(R"({"":1,"":2})"), "a member stands twice");
  EXPECT_EQ(json_problem<order>(R"({"by_name":{"a":{},"a":{}}})"),
            "by_name[1]: its key stands twice in a map");
  EXPECT_EQ(json_problem<order>(R"({"by_name":{"a":{},"\u0061":{}}})"),
            "by_name[1]: its key stands twice in a map");
  EXPECT_EQ((json_problem<std::map<int, int>>("[[1,2],[1,3]]")), "[1]: its key stands twice in a map");
  EXPECT_EQ(json_problem<std::set<int>>("[1,2,1]"), "[2]: stands twice in a set");
}

TEST(json_input_archive, a_value_of_another_kind_is_an_error_that_names_its_member) {
  EXPECT_EQ(json_problem<order>(R"({"items":[{},{"price":"2"}]})"), "items[1].price: expected an integer");
  EXPECT_EQ(json_problem<order>(R"({"items":[{},{"price":null}]})"), "items[1].price: expected an integer");
  EXPECT_EQ(json_problem<order>(R"({"items":{}})"), "items: expected an array");
  EXPECT_EQ(json_problem<order>(R"({"items":[3]})"), "items[0]: expected an object");
  EXPECT_EQ(json_problem<order>(R"({"items":[null]})"), "items[0]: expected an object");
  EXPECT_EQ(json_problem<order>(R"({"by_name":[]})"), "by_name: expected an object");
  EXPECT_EQ(json_problem<order>(R"({"by_name":{"a":{"sku":1}}})"), "by_name[0].sku: expected text");
  EXPECT_EQ(json_problem<order>(R"({"either":{"index":1,"value":{"sizes":[0,true]}}})"),
            "either.value.sizes[1]: expected an integer");
  EXPECT_EQ(json_problem<line>(R"({"discount":"x"})"), "discount: expected an integer");
  EXPECT_EQ(json_problem<without_names>(R"({"value0":1,"value1":[]})"), "value1: expected an integer");
  EXPECT_EQ(json_problem<bool>("1"), "expected true or false");
  EXPECT_EQ(json_problem<double>("\"1\""), "expected a number");
  EXPECT_EQ(json_problem<std::string>("1"), "expected text");
  EXPECT_EQ(json_problem<std::monostate>("0"), "expected null");
  EXPECT_EQ((json_problem<std::map<int, int>>("[1]")), "[0]: expected an array of a key and a value");
}

TEST(json_input_archive, an_integer_is_whole_and_in_range) {
  EXPECT_EQ(json_problem<std::int8_t>("128"), "an integer out of range");
  EXPECT_EQ(json_problem<std::int8_t>("-129"), "an integer out of range");
  EXPECT_EQ(json_problem<std::int8_t>("-128"), "decoded");
  EXPECT_EQ(json_problem<std::uint8_t>("256"), "an integer out of range");
  EXPECT_EQ(json_problem<std::uint8_t>("-1"), "an integer out of range");
  EXPECT_EQ(json_problem<std::uint8_t>("-0"), "decoded");
  EXPECT_EQ(json_problem<std::int64_t>("9223372036854775808"), "an integer out of range");
  EXPECT_EQ(json_problem<std::int64_t>("-9223372036854775809"), "an integer out of range");
  EXPECT_EQ(json_problem<std::uint64_t>("18446744073709551615"), "decoded");
  EXPECT_EQ(json_problem<std::uint64_t>("18446744073709551616"), "an integer out of range");
  EXPECT_EQ(json_problem<std::uint64_t>("99999999999999999999"), "an integer out of range");
  EXPECT_EQ(json_problem<std::uint64_t>("36893488147419103232"), "an integer out of range");
  EXPECT_EQ(json_problem<int>("1" + std::string(1000, '0')), "an integer out of range");
  EXPECT_EQ(json_problem<int>("1.0"), "expected an integer without fraction and exponent");
  EXPECT_EQ(json_problem<int>("1e2"), "expected an integer without fraction and exponent");
  EXPECT_EQ(json_problem<int>("1E2"), "expected an integer without fraction and exponent");
  EXPECT_EQ(json_problem<int>("01"), "not JSON: a number has no leading zero at byte 2");
  EXPECT_EQ(json_problem<int>("-"), "expected an integer");
  EXPECT_EQ(json_problem<int>("+1"), "expected an integer");
  EXPECT_EQ(json_problem<int>("- 1"), "expected an integer");
  EXPECT_EQ(json_problem<int>("0x10"), "not JSON: nothing may follow the value at byte 1");
}

TEST(json_input_archive, a_number_beyond_its_type_is_an_error) {
  EXPECT_EQ(json_problem<double>("1e309"), "a number out of range");
  EXPECT_EQ(json_problem<double>("-1e400"), "a number out of range");
  EXPECT_EQ(json_problem<double>("1e-400"), "a number out of range");
  EXPECT_EQ(json_problem<float>("1e39"), "a number out of range");
  EXPECT_EQ(json_problem<float>("3.4028236e38"), "a number out of range");
  EXPECT_EQ(json_problem<double>("1."), "not JSON: expected a digit at byte 2");
  EXPECT_EQ(json_problem<double>(".5"), "expected a number");
  EXPECT_EQ(json_problem<double>("00.5"), "not JSON: a number has no leading zero at byte 1");
  EXPECT_EQ(json_problem<double>("NaN"), "expected a number");
  EXPECT_EQ(json_problem<double>("-inf"), "not JSON: expected a value at byte 1");
  EXPECT_EQ(json_problem<double>("1e"), "not JSON: expected a digit at byte 2");
  EXPECT_EQ(json_problem<double>("-"), "not JSON: expected a value at byte 1");
}

TEST(json_input_archive, decimals_are_read_to_the_nearest_value) {
  const auto nearest = [](const char* text) {
    double value = 0;
    EXPECT_TRUE(decode_json(text, value)) << text;
    EXPECT_EQ(value, std::strtod(text, nullptr)) << text;
    return value;
  };
  for (const char* text :
       {"0", "-0", "0.1", "0.29", "123456789012345", "0.000000000000001", "999999999999.999",
        "9007199254740993", "0.1234567890123456789", "1.7976931348623157e308", "2.2250738585072014e-308",
        "5e-324", "1e22", "1e23", "123456789012345.6", "4.35", "-17.5", "1E+2", "1e-7"})
    nearest(text);
  EXPECT_TRUE(std::signbit(nearest("-0")));
  EXPECT_TRUE(std::signbit(nearest("-0.0")));
  float close = 0;  // of two floats, the text lies nearer to one than its nearest double does
  EXPECT_TRUE(decode_json("1.00000017881393432617187499", close));
  EXPECT_EQ(close, 1.00000011920928955078125F);
}

TEST(json_input_archive, strings_are_unescaped) {
  const auto read = [](std::string_view text) {
    std::string out = "old";
    EXPECT_TRUE(decode_json(text, out)) << text;
    return out;
  };
  EXPECT_EQ(read(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(read(R"("\u0041\u00e9\u20AC\ud834\udd1e")"), "Aé€𝄞");
  EXPECT_EQ(read(R"("a\u0000b")"), std::string("a\0b", 3));
  EXPECT_EQ(read(R"("plain text that is longer than sixteen bytes\n, then more of it")"),
            "plain text that is longer than sixteen bytes\n, then more of it");
  EXPECT_EQ(read("\"\""), "");
}

TEST(json_input_archive, what_is_no_text_is_refused) {
  EXPECT_EQ(json_problem<std::string>(R"("\ud834")"), "a lone surrogate is no text");
  EXPECT_EQ(json_problem<std::string>(R"("\udd1e\ud834")"), "a lone surrogate is no text");
  EXPECT_EQ(json_problem<std::string>(R"("\ud834\u0041")"), "a lone surrogate is no text");
  EXPECT_EQ(json_problem<std::string>(R"("\ud834A")"), "a lone surrogate is no text");
  EXPECT_EQ(json_problem<std::string>(R"("\u12g4")"), "\\u wants four hexadecimal digits");
  EXPECT_EQ(json_problem<std::string>(R"("\x41")"), "unknown escape");
  EXPECT_EQ(json_problem<std::string>("\"a\nb\""), "not JSON: a control character must be escaped at byte 2");
  EXPECT_EQ(json_problem<std::string>("\"abc"), "not JSON: the text ends inside a string at byte 4");
  EXPECT_EQ(json_problem<std::string>("\"\\"), "the text ends inside a string");
  EXPECT_EQ(json_problem<std::string>("'a'"), "expected text");
}

TEST(json_input_archive, invalid_utf8_is_refused_even_where_nothing_is_read) {
  for (const std::string bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"}) {
    EXPECT_EQ(json_problem<std::string>('"' + bad + '"'), "not valid UTF-8");
    EXPECT_EQ(json_problem<line>(R"({"unknown":")" + bad + "\"}"), "not valid UTF-8");
    EXPECT_EQ(json_problem<line>("{\"" + bad + "\":1}"), "not valid UTF-8");
    EXPECT_EQ(json_problem<line>("{}" + bad), "not valid UTF-8");
  }
}

TEST(json_input_archive, a_text_that_is_cut_off_anywhere_is_an_error) {
  const std::string whole =
      R"({"items":[{"sku":"a\"\u20ac","price":12,"discount":null,"sizes":[1,2]},{}],"by_name":{"k":{"x":[true,{"y":-1.5e3}]}},)"
      R"("either":{"index":0,"value":7},"unknown":{"deep":[[],{}]}})";
  ASSERT_EQ(json_problem<order>(whole), "decoded");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(json_problem<order>(whole.substr(0, size)), "decoded") << whole.substr(0, size);
}

TEST(json_input_archive, nothing_may_follow_the_value) {
  EXPECT_EQ(json_problem<line>("{} {}"), "not JSON: nothing may follow the value at byte 3");
  EXPECT_EQ(json_problem<line>("{},"), "not JSON: nothing may follow the value at byte 2");
  EXPECT_EQ(json_problem<line>(std::string("{}\0", 3)), "not JSON: nothing may follow the value at byte 2");
  EXPECT_EQ(json_problem<int>("1 2"), "not JSON: nothing may follow the value at byte 2");
  EXPECT_EQ(json_problem<bool>("truefalse"), "not JSON: nothing may follow the value at byte 4");
}

TEST(json_input_archive, what_is_not_json_is_refused_even_where_nothing_is_read) {
  EXPECT_EQ(json_problem<line>(R"({"x":tru})"), "not JSON: expected a value at byte 5");
  EXPECT_EQ(json_problem<line>(R"({"x":[1,]})"), "not JSON: expected a value at byte 8");
  EXPECT_EQ(json_problem<line>(R"({"x":1,})"), "not JSON: expected a member name in quotes at byte 7");
  EXPECT_EQ(json_problem<line>(R"({"sku":"a",})"), "not JSON: expected a member name in quotes at byte 11");
  EXPECT_EQ(json_problem<line>(R"({"x" 1})"), "not JSON: expected : at byte 5");
  EXPECT_EQ(json_problem<line>(R"({"sku":"a" "price":1})"), "not JSON: expected , or } at byte 11");
  EXPECT_EQ(json_problem<line>(R"({x:1})"), "not JSON: expected a member name in quotes at byte 1");
  EXPECT_EQ(json_problem<line>(R"({"sizes":[1 2]})"), "not JSON: expected , or ] at byte 12");
  EXPECT_EQ(json_problem<std::vector<int>>("[1,]"), "[1]: expected an integer");
  EXPECT_EQ(json_problem<std::vector<int>>("[,1]"), "[0]: expected an integer");
  EXPECT_EQ(json_problem<std::vector<int>>("[1;2]"), "[0]: not JSON: expected , or ] at byte 2");
  EXPECT_EQ(json_problem<line>(""), "expected an object");
}

TEST(json_input_archive, a_fixed_length_is_kept_to) {
  using pair = std::pair<int, int>;
  using three = std::array<int, 3>;
  EXPECT_EQ(json_problem<three>("[1,2]"), "[2]: the array is too short");
  EXPECT_EQ(json_problem<three>("[1,2,3,4]"), "[2]: the array is too long");
  EXPECT_EQ(json_problem<pair>("[1]"), "[1]: the array is too short");
  EXPECT_EQ(json_problem<pair>("[1,2,3]"), "[1]: the array is too long");
  EXPECT_EQ((json_problem<std::map<int, int>>("[[1,2,3]]")), "[0]: not JSON: expected ] at byte 5");
}

TEST(json_input_archive, a_variant_has_its_index_and_its_value) {
  using either = std::variant<int, std::string>;
  EXPECT_EQ(json_problem<either>(R"({"value":"x","index":1})"), "decoded");
  EXPECT_EQ(json_problem<either>(R"({"more":0,"index":1,"value":"x"})"), "decoded");
  EXPECT_EQ(json_problem<either>(R"({"value":1})"), "index: is missing");
  EXPECT_EQ(json_problem<either>(R"({"index":1})"), "value: is missing");
  EXPECT_EQ(json_problem<either>(R"({"index":2,"value":1})"),
            "value: the variant has no alternative of that index");
  EXPECT_EQ(json_problem<either>(R"({"index":-1,"value":1})"), "index: an integer out of range");
  EXPECT_EQ(json_problem<either>(R"({"index":0,"value":"x"})"), "value: expected an integer");
}

TEST(json_input_archive, base64_times_and_ids_are_read_strictly) {
  using bytes = std::vector<std::byte>;
  for (const char* bad : {"\"Zg\"", "\"Zg=\"", "\"Zh==\"", "\"Zm9=\"", "\"Z===\"", "\"Zm 9v\"", "\"Zm9v\\n\"",
                          "\"Zm-_\"", "\"====\""})
    EXPECT_EQ(json_problem<bytes>(bad), "expected base64") << bad;
  EXPECT_EQ(json_problem<bytes>(R"("Zm9\/")"), "decoded");
  EXPECT_EQ(json_problem<varve::timestamp>(R"("2010-13-01T00:00:00Z")"),
            "expected a time of RFC 3339 within 1677 to 2262");
  EXPECT_EQ(json_problem<varve::timestamp>("0"), "expected text");
  EXPECT_EQ(json_problem<std::chrono::sys_seconds>(R"("2010-12-01T00:00:00.5Z")"),
            "a time finer than its type holds");
  EXPECT_EQ(json_problem<varve::uuid>(R"("0190f3c5")"), "expected a UUID");
}

TEST(json_input_archive, values_nest_32_deep_and_no_deeper) {
  const auto nested = [](int depth) {  // a tree and the list of its kids are two levels
    std::string opening;
    std::string closing;
    for (int i = 1; i < depth; i += 2) opening += "{\"kids\":[", closing += "]}";
    return opening + "{}" + closing;
  };
  EXPECT_EQ(json_problem<tree>(nested(31)), "decoded");
  EXPECT_NE(json_problem<tree>(nested(33)).find("nested deeper than 32"), std::string::npos);
  EXPECT_NE(json_problem<tree>(nested(100001)).find("nested deeper than 32"), std::string::npos);
}

TEST(json_input_archive, what_is_ignored_nests_no_deeper_either) {
  const auto ignored = [](std::size_t depth) {
    return "{\"x\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(json_problem<line>(ignored(32)), "decoded");
  EXPECT_NE(json_problem<line>(ignored(33)).find("nested too deep"), std::string::npos);
  EXPECT_NE(json_problem<line>(ignored(1'000'000)).find("nested too deep"), std::string::npos);
}

TEST(json_input_archive, containers_are_emptied_before_they_are_filled) {
  std::vector<line> lines(3);
  lines[0].sku = "old";
  ASSERT_TRUE(decode_json("[{}]", lines));
  EXPECT_EQ(lines, std::vector<line>(1));
  std::map<std::string, int> map{{"old", 1}};
  ASSERT_TRUE(decode_json(R"({"new":2})", map));
  EXPECT_EQ(map, (std::map<std::string, int>{{"new", 2}}));
  std::optional<line> maybe{line{"old", 1, {}, {}}};
  ASSERT_TRUE(decode_json("{}", maybe));
  EXPECT_EQ(maybe, line{});
}

}  // namespace
