#include <varve/core/json.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using varve::json::kind;
using varve::json::view;

TEST(json_view, tells_kinds_apart) {
  EXPECT_EQ(view{"null"}.kind(), kind::null);
  EXPECT_EQ(view{"true"}.kind(), kind::boolean);
  EXPECT_EQ(view{"-1"}.kind(), kind::number);
  EXPECT_EQ(view{"0"}.kind(), kind::number);
  EXPECT_EQ(view{"\"\""}.kind(), kind::string);
  EXPECT_EQ(view{"[]"}.kind(), kind::array);
  EXPECT_EQ(view{"{}"}.kind(), kind::object);
  EXPECT_EQ(view{"1.000"}.raw(), "1.000");
}

TEST(json_view, resolves_escapes_of_text) {
  EXPECT_EQ(view{R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud834\udd1e")"}.text(), "\"\\/\b\f\n\r\tAé€𝄞");
  EXPECT_EQ(view{R"("\u0000")"}.text(), std::string(1, '\0'));
  EXPECT_EQ(view{R"("a long text without any escape in it, then\none")"}.text(),
            "a long text without any escape in it, then\none");
  EXPECT_EQ(view{R"("")"}.text(), "");
  EXPECT_EQ(view{"1"}.text(), std::nullopt);
}

TEST(json_view, has_no_text_for_a_lone_surrogate) {
  for (const char* lone : {R"("\ud834")", R"("\udd1e")", R"("\ud834x")", R"("\ud834\n")", R"("\ud834\ud834")",
                           R"("\udd1e\ud834")", R"("\ud834\u0041")"})
    EXPECT_EQ(view{lone}.text(), std::nullopt) << lone;
}

TEST(json_view, reads_integers_that_fit_and_are_spelt_as_such) {
  EXPECT_EQ(view{"9223372036854775807"}.integer(), INT64_MAX);
  EXPECT_EQ(view{"-9223372036854775808"}.integer(), INT64_MIN);
  EXPECT_EQ(view{"-0"}.integer(), 0);
  for (const char* none : {"9223372036854775808", "1.0", "1e2", "\"1\"", "null", "[1]"})
    EXPECT_EQ(view{none}.integer(), std::nullopt) << none;
}

TEST(json_view, reads_booleans) {
  EXPECT_EQ(view{"true"}.boolean(), true);
  EXPECT_EQ(view{"false"}.boolean(), false);
  EXPECT_EQ(view{"null"}.boolean(), std::nullopt);
}

std::vector<std::string> walk(std::string_view text) {
  std::vector<std::string> out;
  const view whole{text};
  for (auto at = whole.begin(); at != whole.end(); ++at)
    out.push_back((whole.kind() == kind::object ? std::string(at.name().raw()) + '=' : "") +
                  std::string((*at).raw()));
  return out;
}

TEST(json_view, walks_elements_and_members_in_order) {
  using list = std::vector<std::string>;
  EXPECT_EQ(walk("[]"), list{});
  EXPECT_EQ(walk("{}"), list{});
  EXPECT_EQ(walk("5"), list{});
  EXPECT_EQ(walk("[1]"), list{"1"});
  EXPECT_EQ(walk(R"([1,"a,]",[2,[]],{"x":"}"},null,-1.5e3])"),
            (list{"1", "\"a,]\"", "[2,[]]", R"({"x":"}"})", "null", "-1.5e3"}));
  EXPECT_EQ(walk(R"({"a":1,"b\"":{"c":[]},"":false})"), (list{"\"a\"=1", R"("b\""={"c":[]})", "\"\"=false"}));
  EXPECT_EQ(walk("[[],{},[]]"), (list{"[]", "{}", "[]"}));
}

TEST(json_view, is_a_range) {
  int sum = 0;
  for (const view each : view{"[1,2,3]"}) sum += static_cast<int>(*each.integer());
  EXPECT_EQ(sum, 6);
}

TEST(json_view, finds_a_member_by_its_meaning) {
  const view object{R"({"a":1,"\u0062":2,"a":3,"n":null})"};
  EXPECT_EQ(object.member("a")->integer(), 1);
  EXPECT_EQ(object.member("b")->integer(), 2);
  EXPECT_EQ(object.member("n")->kind(), kind::null);
  EXPECT_FALSE(object.member("c"));
  EXPECT_FALSE(view{"[1]"}.member("a"));
}

TEST(json_view, finds_a_name_that_stands_twice) {
  EXPECT_EQ(view{R"({"a":1,"b":2})"}.repeated_member(), std::nullopt);
  EXPECT_EQ(view{R"({"a":1,"b":2,"a":3})"}.repeated_member(), "a");
  EXPECT_EQ(view{R"({"a":1,"\u0061":3})"}.repeated_member(), "a");
  EXPECT_EQ(view{R"({"a":{"b":1,"b":2}})"}.repeated_member(), std::nullopt) << "it does not look into values";
  EXPECT_EQ(view{R"({"\ud800":1,"\ud801":2})"}.repeated_member(), std::nullopt);
  EXPECT_NE(view{R"({"\ud800":1,"\ud800":2})"}.repeated_member(), std::nullopt);
  EXPECT_EQ(view{"[]"}.repeated_member(), std::nullopt);
}

}  // namespace
