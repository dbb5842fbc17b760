#include <varve/projections/row_shape.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <deque>

namespace varve {
namespace {

using namespace std::chrono_literals;

/// An exact amount that is one number on disk.
struct money {
  std::int64_t units = 0;

  template<class Archive>
  std::int64_t save_minimal(const Archive&) const {
    return units;
  }
  template<class Archive>
  void load_minimal(const Archive&, const std::int64_t& value) {
    units = value;
  }
  bool operator==(const money&) const = default;
};

struct country {
  std::string code;

  template<class Archive>
  std::string save_minimal(const Archive&) const {
    return code;
  }
  template<class Archive>
  void load_minimal(const Archive&, const std::string& value) {
    code = value;
  }
  bool operator==(const country&) const = default;
};

enum class size : std::uint8_t { small = 1, large = 2 };

struct product_row {
  money revenue;
  std::string name;
  country from;
  size big = size::small;
  bool sold_out = false;
  double weight = 0;
  std::optional<std::int64_t> best;
  timestamp last{};
  std::chrono::seconds age{};
  event_id cause;
  std::vector<std::string> tags;

  void serialize(auto& ar) {
    ar(CEREAL_NVP(revenue), CEREAL_NVP(name), CEREAL_NVP(from), cereal::make_nvp("size", big),
       CEREAL_NVP(sold_out), CEREAL_NVP(weight), CEREAL_NVP(best), CEREAL_NVP(last), CEREAL_NVP(age),
       CEREAL_NVP(cause), CEREAL_NVP(tags));
  }
  bool operator==(const product_row&) const = default;
};

/// The cells of a value with the texts that they borrow.
template<class T>
struct written {
  explicit written(const T& value) : memory(20) { append_cells(value, cells, memory); }

  std::vector<std::string> memory;
  std::vector<cell> cells;
};

TEST(row_shape, has_a_column_for_each_member_that_serialize_names) {
  const std::vector<column> expected{
      {"revenue", column_type::integer, true},  {"name", column_type::text, true},
      {"from", column_type::text, true},        {"size", column_type::integer, true},
      {"sold_out", column_type::boolean, true}, {"weight", column_type::real, true},
      {"best", column_type::integer, false},    {"last", column_type::text, true},
      {"age", column_type::integer, true},      {"cause", column_type::text, true},
      {"tags", column_type::json, true}};
  EXPECT_EQ(columns_of<product_row>("value"), expected);
}

TEST(row_shape, gives_a_type_without_members_a_single_column) {
  EXPECT_EQ(columns_of<std::string>("key"), (std::vector<column>{{"key", column_type::text, true}}));
  EXPECT_EQ(columns_of<money>("key"), (std::vector<column>{{"key", column_type::integer, true}}));
}

TEST(row_shape, writes_values_as_the_database_keeps_them) {
  product_row row{{1250}, "lamp", {"FR"}, size::large, true, 0.5, 7, timestamp{1s}, 3s, {}, {"a", "b"}};
  const written out{row};
  const std::vector<cell> expected{std::int64_t{1250},
                                   std::string_view{"lamp"},
                                   std::string_view{"FR"},
                                   std::int64_t{2},
                                   std::int64_t{1},
                                   0.5,
                                   std::int64_t{7},
                                   std::string_view{"1970-01-01T00:00:01Z"},
                                   std::int64_t{3},
                                   std::string_view{"00000000-0000-0000-0000-000000000000"},
                                   std::string_view{R"(["a","b"])"}};
  EXPECT_EQ(out.cells, expected);
}

TEST(row_shape, writes_an_empty_optional_as_null) {
  EXPECT_EQ(written{product_row{}}.cells[6], cell{});
}

TEST(row_shape, reads_back_what_it_wrote) {
  const product_row row{{-3}, "it's",         {"DE"}, size::large, true, -1.25,
                        {},   timestamp{7ns}, 9s,     {{{1, 2}}},  {"x"}};
  product_row back;
  read_cells<product_row>(written{row}.cells, columns_of<product_row>("value"), back);
  EXPECT_EQ(back, row);

  money amount;
  read_cells<money>(written{money{5}}.cells, columns_of<money>("value"), amount);
  EXPECT_EQ(amount, money{5});
}

struct empty_row {
  bool operator==(const empty_row&) const = default;
};

TEST(row_shape, may_have_no_columns_at_all) {
  empty_row back;
  EXPECT_TRUE(columns_of<empty_row>("value").empty());
  read_cells<empty_row>(written{empty_row{}}.cells, {}, back);
}

struct part {
  int a = 1;
  void serialize(auto& ar) { ar(CEREAL_NVP(a)); }
};
struct whole : part {
  int b = 2, c = 3;
  void serialize(auto& ar) { ar(cereal::base_class<part>(this), CEREAL_NVP(b), c); }
};

TEST(row_shape, lays_a_base_out_flat_and_numbers_members_without_a_name) {
  const auto columns = columns_of<whole>("value");
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[0].name, "a");
  EXPECT_EQ(columns[1].name, "b");
  EXPECT_EQ(columns[2].name, "value0");
  whole from;
  from.a = 10;
  from.c = 30;
  whole back;
  read_cells<whole>(written{from}.cells, columns, back);
  EXPECT_EQ(back.a, 10);
  EXPECT_EQ(back.c, 30);
}

/// Asks for its members in another order than it writes them.
struct contrary {
  int a = 1, b = 2;
  template<class Archive>
  void save(Archive& ar) const {
    ar(CEREAL_NVP(a), CEREAL_NVP(b));
  }
  template<class Archive>
  void load(Archive& ar) {
    ar(CEREAL_NVP(b), CEREAL_NVP(a));
  }
};

TEST(row_shape, finds_members_by_name) {
  const contrary from{5, 6};
  contrary back;
  read_cells<contrary>(written{from}.cells, columns_of<contrary>("value"), back);
  EXPECT_EQ(back.a, 5);
  EXPECT_EQ(back.b, 6);
}

errc code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const failure& thrown) {
    return thrown.code();
  }
  return errc{};
}

TEST(row_shape, refuses_what_a_column_cannot_hold) {
  std::string memory;
  EXPECT_EQ(code_of([&] { (void)to_cell(std::uint64_t{1} << 63U, memory); }), errc::invalid_argument);
  EXPECT_EQ(code_of([&] { (void)to_cell(std::vector<double>{1.0 / 0.0}, memory); }), errc::invalid_argument);
}

TEST(row_shape, refuses_to_read_a_column_as_something_else) {
  EXPECT_EQ(code_of([] { (void)from_cell<std::int8_t>(std::int64_t{300}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<int>(std::string_view{"7"}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<int>(0.5); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<int>(cell{}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<double>(std::string_view{"x"}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<std::string>(std::int64_t{1}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<event_id>(std::string_view{"x"}); }), errc::undecodable);
  EXPECT_EQ(code_of([] { (void)from_cell<std::vector<int>>(std::string_view{"{}"}); }), errc::undecodable);
}

TEST(row_shape, reads_an_integer_column_as_a_real_number) {
  EXPECT_EQ(from_cell<double>(std::int64_t{3}), 3.0);
}

}  // namespace
}  // namespace varve
