#include "archive_fixture.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <new>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

using namespace fixture;

struct reading {
  std::string place;
  double value = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(place), CEREAL_NVP(value)); }
};

struct report {
  std::vector<reading> readings;
  void serialize(auto& ar) { ar(CEREAL_NVP(readings)); }
};

struct tree {
  std::vector<tree> kids;
  void serialize(auto& ar) { ar(CEREAL_NVP(kids)); }
};

struct percent {
  int value = 0;
  template<class Archive>
  int save_minimal(const Archive&) const {
    return value;
  }
  template<class Archive>
  void load_minimal(const Archive&, const int& given) {
    if (given < 0 || given > 100) throw std::domain_error("not a percentage");
    value = given;
  }
};

struct rated {
  std::vector<percent> rates;
  void serialize(auto& ar) { ar(CEREAL_NVP(rates)); }
};

struct out_of_memory {
  void serialize(auto&) { throw std::bad_alloc{}; }
};

struct strict_name {  // a type whose own checks throw varve's exception
  std::string text;
  void serialize(auto& ar) {
    ar(CEREAL_NVP(text));
    if (text.empty()) throw varve::failure{{varve::errc::invalid_argument, "an empty name"}};
  }
};

struct same_name_twice {
  int a = 0;
  int b = 0;
  void serialize(auto& ar) { ar(cereal::make_nvp("a", a), cereal::make_nvp("a", b)); }
};

struct quoted_name {
  int a = 0;
  void serialize(auto& ar) { ar(cereal::make_nvp("say \"a\"", a)); }
};

struct made_name {  // the name lives only as long as the call
  int a = 0;
  void serialize(auto& ar) { ar(cereal::make_nvp(std::string("a name too long for its object itself"), a)); }
  bool operator==(const made_name&) const = default;
};

struct throws_on_copy {
  throws_on_copy() = default;
  throws_on_copy(const throws_on_copy&) { throw std::runtime_error("no copies"); }
  throws_on_copy& operator=(const throws_on_copy&) = default;
  int value = 0;
  void serialize(auto& ar) { ar(CEREAL_NVP(value)); }
};

TEST(codec, encode_appends) {
  std::string out = "before ";
  ASSERT_TRUE(varve::encode(1, format::json, out));
  EXPECT_EQ(out, "before 1");
}

TEST(codec, a_value_that_cannot_be_written_leaves_the_text_as_it_was) {
  const report bad{{{"here", 1}, {"there", std::nan("")}}};
  std::string out = "before";
  const auto done = varve::encode(bad, format::json, out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, varve::errc::invalid_argument);
  EXPECT_EQ(done.error().message, "readings[1].value: not a finite number");
  EXPECT_EQ(out, "before");
}

TEST(codec, what_json_cannot_hold_is_refused_when_it_is_written) {
  EXPECT_EQ(to_json(std::numeric_limits<double>::infinity()), "error: not a finite number");
  EXPECT_EQ(to_json(-std::numeric_limits<float>::infinity()), "error: not a finite number");
  EXPECT_EQ(to_json(std::string("\xff")), "error: not valid UTF-8");
  EXPECT_EQ(to_json(report{{{"\xed\xa0\x80", 0}}}), "error: readings[0].place: not valid UTF-8");
  EXPECT_EQ(to_json(std::map<std::string, int>{{"\xc0\x80", 1}}), "error: [0]: not valid UTF-8");
  EXPECT_EQ(to_binary(std::string("\xff")), "error: not valid UTF-8");
}

TEST(codec, binary_holds_what_is_not_a_finite_number) {
  double value = 0;
  ASSERT_TRUE(decode_binary(to_binary(std::numeric_limits<double>::infinity()), value));
  EXPECT_EQ(value, std::numeric_limits<double>::infinity());
}

TEST(codec, nothing_is_written_that_would_be_too_deep_to_read) {
  const auto nested = [](int depth) {
    tree root;
    for (int i = 1; i < depth; i += 2) {
      tree parent;
      parent.kids.push_back(std::move(root));
      root = std::move(parent);
    }
    return root;
  };
  EXPECT_EQ(json_problem<tree>(to_json(nested(30))), "decoded");
  EXPECT_EQ(binary_problem<tree>(to_hex(to_binary(nested(30)))), "decoded");
  EXPECT_NE(to_json(nested(34)).find("nested deeper than 32"), std::string::npos);
  EXPECT_NE(to_binary(nested(34)).find("nested deeper than 32"), std::string::npos);
}

TEST(codec, a_type_that_names_two_members_alike_is_not_written) {
  EXPECT_EQ(to_json(same_name_twice{}), "error: its type gives the name a to two members");
  EXPECT_EQ(to_json(same_name_twice{}), "error: its type gives the name a to two members")
      << "the second time too";
  EXPECT_EQ(to_json(std::vector<same_name_twice>(1)), "error: [0]: its type gives the name a to two members");
}

TEST(codec, a_member_name_that_would_need_escapes_is_not_written) {
  EXPECT_EQ(to_json(quoted_name{}),
            "error: say \"a\": a member's name is UTF-8 without quotes, backslashes and control characters");
}

TEST(codec, a_name_made_on_the_spot_serves) {
  expect_shape(made_name{3}, R"({"a name too long for its object itself":3})", "03000000");
  EXPECT_EQ(json_problem<made_name>(R"({"a name too long for its object itself":3]})"),
            "not JSON: expected , or } at byte 42");
}

TEST(codec, what_the_users_own_functions_throw_names_the_member_too) {
  EXPECT_EQ(json_problem<rated>(R"({"rates":[5,101]})"), "rates[1]: not a percentage");
  EXPECT_EQ(json_problem<strict_name>(R"({"text":""})"), "an empty name");
  EXPECT_EQ(to_json(strict_name{}), "error: an empty name");
}

TEST(codec, lack_of_memory_is_not_blamed_on_the_data) {
  out_of_memory value;
  EXPECT_THROW((void)varve::decode("{}", varve::json_content_type, value), std::bad_alloc);
}

TEST(codec, elements_are_read_in_place) {
  std::list<throws_on_copy> values;
  EXPECT_TRUE(decode_json(R"([{"value":1},{"value":2}])", values));
  EXPECT_EQ(values.back().value, 2);
}

TEST(codec, the_content_type_tells_what_is_read) {
  int value = 0;
  EXPECT_TRUE(varve::decode("7", "application/json", value));
  EXPECT_EQ(value, 7);
  EXPECT_TRUE(varve::decode("8", "", value)) << "JSON when nothing is said";
  EXPECT_EQ(value, 8);
  EXPECT_TRUE(varve::decode(std::string_view("\1\0\0\0", 4), "application/vnd.varve.binary", value));
  EXPECT_EQ(value, 1);
  const auto done = varve::decode("<xml/>", "application/xml", value);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, varve::errc::undecodable);
  EXPECT_EQ(done.error().message, "no codec reads the content type 'application/xml'");
  EXPECT_EQ(varve::content_type_of(format::json), varve::json_content_type);
  EXPECT_EQ(varve::content_type_of(format::binary), varve::binary_content_type);
}

TEST(codec, equal_unordered_containers_give_equal_data) {
  std::unordered_map<std::string, int> a;
  std::unordered_map<std::string, int> b;
  for (int i = 0; i < 500; ++i) a[std::to_string(i)] = i;
  b.reserve(10'000);
  for (int i = 499; i >= 0; --i) b[std::to_string(i)] = i;
  ASSERT_NE(a.begin()->first, b.begin()->first) << "the two must differ in their order to prove anything";
  EXPECT_EQ(to_json(a), to_json(b));
  EXPECT_EQ(to_binary(a), to_binary(b));
}

TEST(codec, a_variant_that_lost_its_value_is_not_written) {
  std::variant<int, throws_on_copy> value;
  const throws_on_copy original;
  EXPECT_THROW(value.emplace<1>(original), std::runtime_error);
  ASSERT_TRUE(value.valueless_by_exception());
  EXPECT_EQ(to_json(value), "error: a variant without a value");
}

TEST(codec, a_time_beyond_nanoseconds_of_64_bits_is_not_written) {
  EXPECT_EQ(to_json(std::chrono::sys_days{std::chrono::year{2300} / 1 / 1}),
            "error: a time outside 1677 to 2262");
  EXPECT_EQ(to_binary(std::chrono::sys_days{std::chrono::year{1600} / 1 / 1}),
            "error: a time outside 1677 to 2262");
}

}  // namespace
