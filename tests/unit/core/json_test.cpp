#include <varve/core/json.hpp>
#include <varve/testing/seeded_random.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace {

using varve::json::compact;

std::string compacted(std::string text, std::size_t deepest = varve::json::deepest_data) {
  const std::string given = text;
  const auto done = compact(text, deepest);
  if (done) return text;
  EXPECT_EQ(done.error().code, varve::errc::invalid_argument);
  EXPECT_EQ(text, given) << "a refused text is left as it was";
  return "refused: " + done.error().message;
}

bool accepts(std::string text) {
  return compact(text).has_value();
}

TEST(json_compact, takes_white_space_between_tokens_and_nothing_else) {
  EXPECT_EQ(compacted(" { \"a b\" :\t[ 1 ,\r\n2 ] , \"c\" : { } } "), R"({"a b":[1,2],"c":{}})");
  EXPECT_EQ(compacted("[ ]"), "[]");
  EXPECT_EQ(compacted(R"("  two  spaces \"  \\ ")"), R"("  two  spaces \"  \\ ")");
  EXPECT_EQ(compacted("  1.000  "), "1.000");
  EXPECT_EQ(compacted("null"), "null");
}

TEST(json_compact, keeps_everything_as_it_is_spelt) {
  for (const char* same :
       {"1.000", "1E400", "-0", "-0.0e-0", "123456789012345678901234567890", "1e-999999999",
        R"({"b":1,"a":2})", R"({"a":1,"a":2})", R"("\u0041\/\ud800\udfff\uDEAD")", R"("\u0000")",
        "\"zwölf € 𝄞\"", "\"\x7f\"", "true", "[[],{}]"})
    EXPECT_EQ(compacted(same), same);
}

TEST(json_compact, refuses_what_is_no_json) {
  EXPECT_EQ(compacted(""), "refused: not JSON: expected a value at byte 0");
  EXPECT_EQ(compacted("  "), "refused: not JSON: expected a value at byte 2");
  EXPECT_EQ(compacted("[1,]"), "refused: not JSON: expected a value at byte 3");
  EXPECT_EQ(compacted("[1 2]"), "refused: not JSON: expected , or ] at byte 3");
  EXPECT_EQ(compacted("{\"a\" 1}"), "refused: not JSON: expected : at byte 5");
  EXPECT_EQ(compacted("{\"a\":1,}"), "refused: not JSON: expected a member name in quotes at byte 7");
  EXPECT_EQ(compacted("{a:1}"), "refused: not JSON: expected a member name in quotes at byte 1");
  EXPECT_EQ(compacted("[1"), "refused: not JSON: the text ends inside a value at byte 2");
  EXPECT_EQ(compacted("1 1"), "refused: not JSON: nothing may follow the value at byte 2");
  EXPECT_EQ(compacted("\"\t\""), "refused: not JSON: a control character must be escaped at byte 1");
  EXPECT_EQ(compacted("\"\\a\""), "refused: not JSON: unknown escape at byte 1");
  EXPECT_EQ(compacted("01"), "refused: not JSON: a number has no leading zero at byte 1");
  EXPECT_EQ(compacted("\"\xff\""), "refused: not JSON: invalid UTF-8");
  for (const char* bad : {"]",
                          "[}",
                          "{]",
                          "[1]]",
                          "{\"a\":}",
                          "{:1}",
                          "{,}",
                          "[,]",
                          "nul",
                          "nulll",
                          "True",
                          "tru",
                          "+1",
                          ".5",
                          "1.",
                          "1.e1",
                          "1e",
                          "1e+",
                          "-",
                          "--1",
                          "- 1",
                          "0x1",
                          "1_000",
                          "NaN",
                          "Infinity",
                          "'a'",
                          "\"",
                          "\"\\",
                          "\"\\u12\"",
                          "\"\\u12g4\"",
                          "\"a",
                          "// c\n1",
                          "[1/**/]",
                          "\xef\xbb\xbf"
                          "1",
                          "\"\x1f\"",
                          "\v1",
                          "1\f",
                          "[\"a\"\"b\"]"})
    EXPECT_FALSE(accepts(bad)) << bad;
  EXPECT_FALSE(accepts(std::string("1\0", 2)));
  EXPECT_FALSE(accepts(std::string("\"\\\0\"", 4)));
  EXPECT_FALSE(accepts(std::string("[1,\0]", 5)));
}

TEST(json_compact, refuses_a_text_cut_off_anywhere) {
  const std::string whole = R"({"a":[1,-2.5e3,"x\u00e9\n",true,null,{"b":[]}],"c":false})";
  ASSERT_TRUE(accepts(whole));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(accepts(whole.substr(0, size))) << size;
}

TEST(json_compact, counts_depth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(accepts(nested(1024)));
  EXPECT_EQ(compacted(nested(1025)), "refused: not JSON: nested too deep at byte 1024");
  EXPECT_FALSE(accepts(nested(10'000'000)));
  EXPECT_EQ(compacted("[[{}]]", 3), "[[{}]]");
  EXPECT_EQ(compacted("[[{}]]", 2), "refused: not JSON: nested too deep at byte 2");
  EXPECT_EQ(compacted("1", 0), "1");
  std::string objects;
  for (int i = 0; i < 1024; ++i) objects += "{\"a\":";
  EXPECT_TRUE(accepts(objects + "1" + std::string(1024, '}')));
  EXPECT_FALSE(accepts(objects + "1" + std::string(1023, '}') + "]"));
}

TEST(json_compact, remembers_objects_and_arrays_apart_at_every_level) {
  varve::testing::seeded_random random{1};
  for (int round = 0; round < 200; ++round) {
    std::string opening;
    std::string closing;
    for (int depth = 0; depth < 200; ++depth) {
      const bool object = random.below(2) == 0;
      opening += object ? "{\"a\":" : "[";
      closing.insert(closing.begin(), object ? '}' : ']');
    }
    ASSERT_TRUE(accepts(opening + "0" + closing));
    char& wrong = closing[random.below(closing.size())];
    wrong = wrong == '}' ? ']' : '}';
    ASSERT_FALSE(accepts(opening + "0" + closing));
  }
}

/// Whether nlohmann's parser follows the same rules: it has no numbers beyond a double and no lone
/// surrogates.
bool comparable(const std::string& text) {
  for (std::size_t at = text.find_first_of("eE"); at != std::string::npos;
       at = text.find_first_of("eE", at + 1))
    if (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') return false;
  return text.find("\\u") == std::string::npos;
}

TEST(json_compact, accepts_what_another_parser_accepts) {
  const std::vector<std::string> seeds{R"({"a":[1,-2.5,"x\n\"",true,null,{"b":[]}],"c":false})",
                                       "[[],{},\"\",0]",
                                       " [ 1 , 2 ] ",
                                       R"({"zwölf":"€𝄞"})",
                                       "-0.25",
                                       R"(["\\","\/","\b\f\r\t"])"};
  constexpr std::string_view spices = "{}[]\",:0123456789-+.tfnul\\ \n\x01\x7f\xc3\xa4\xff/";
  varve::testing::seeded_random random{7};
  int accepted = 0;
  int compared = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = seeds[random.below(seeds.size())];
    for (std::uint64_t change = random.below(4); change > 0; --change) {
      const std::size_t at = random.below(text.size() + 1);
      const char spice = spices[random.below(spices.size())];
      switch (random.below(4)) {
        case 0: text.insert(text.begin() + static_cast<std::ptrdiff_t>(at), spice); break;
        case 1:
          if (at < text.size()) text.erase(at, 1 + random.below(3));
          break;
        case 2:
          if (at < text.size()) text[at] = spice;
          break;
        default: text = text.substr(0, at) + text.substr(random.below(text.size() + 1)); break;
      }
    }
    if (!comparable(text)) continue;
    ++compared;
    const bool theirs = nlohmann::json::accept(text);
    std::string ours = text;
    ASSERT_EQ(compact(ours).has_value(), theirs) << text;
    if (!theirs) continue;
    ++accepted;
    ASSERT_EQ(nlohmann::ordered_json::parse(ours), nlohmann::ordered_json::parse(text)) << text;
    std::string again = ours;
    ASSERT_TRUE(compact(again));
    ASSERT_EQ(again, ours) << "nothing is left to take away";
  }
  EXPECT_GT(compared, 80'000);
  EXPECT_GT(accepted, 10'000);
}

TEST(json_append_string, writes_the_escapes_that_json_demands_and_no_others) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  std::string out;
  varve::json::append_string(out, all);
  EXPECT_EQ(out.substr(0, 40), R"("\u0000\u0001\u0002\u0003\u0004\u0005\u0)");
  EXPECT_NE(out.find(R"(\t\n\u000b\u000c\r\u000e)"), std::string::npos);
  EXPECT_NE(out.find(R"( !\"#$%&'()*+,-./0)"), std::string::npos);
  EXPECT_NE(out.find(R"([\\]^_)"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(out).get<std::string>(), all);
}

TEST(json_append_string, finds_what_to_escape_at_every_place) {
  for (std::size_t size = 1; size < 70; ++size)
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '"';
      std::string expected(size, 'x');
      expected.replace(at, 1, "\\\"");
      std::string out = "before";
      varve::json::append_string(out, text);
      ASSERT_EQ(out, "before\"" + expected + '"');
    }
}

}  // namespace
