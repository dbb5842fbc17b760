#include <varve/contract/read_model_contract.hpp>

#include "promise.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {
namespace {

/// What its tests are told with.
struct read_model_session_contract_ground {
  read_model_session_contract_ground(world&, read_model_fixture& given) : fixture(given) {}

  using cells = std::vector<cell>;
  using amounts = std::map<std::string, std::int64_t>;

  /// Runs `work(session)` on a generation of a table `sales` in a transaction that is committed.
  template<class F>
  void write(std::int64_t generation, F work) {
    const auto session = model->begin_write();
    session->use_generation(generation);
    work(*session);
    session->commit();
  }
  /// Makes the table, shows it, and puts these rows into it.
  void make(std::int64_t generation, const amounts& rows) {
    write(generation, [&](read_model_session& in) {
      in.create_rows("sales", shape);
      in.show("sales", generation);
      for (const auto& [key, amount] : rows) put(in, key, amount);
    });
  }
  void put(read_model_session& in, std::string_view key, std::int64_t amount) {
    in.rows("sales", shape)->put(cells{key, amount});
  }
  /// The amount that stands there; nullopt without a row.
  std::optional<std::int64_t> find(read_model_session& in, std::string_view key) {
    const auto table = in.rows("sales", shape);
    const auto found = table->find(cells{key});
    if (!found) return std::nullopt;
    return std::get<std::int64_t>(found->front());
  }

  read_model_fixture& fixture;
  std::unique_ptr<read_model> model = fixture.open();
  const row_shape shape{{{"key", column_type::text, true}}, {{"amount", column_type::integer, true}}};
  const checkpoint_key sales{"sales", 1};
};

VARVE_PROMISE(read_model_session_contract, puts_replaces_finds_and_erases_rows_by_their_keys) {
  it.make(1, {{"a", 1}, {"b", 2}});
  it.write(1, [&](read_model_session& in) {
    it.put(in, "b", 20);
    it.put(in, "c", 3);
    EXPECT_EQ(it.find(in, "b"), 20);  // its own writes, too
    in.rows("sales", it.shape)->erase(std::vector<cell>{std::string_view{"a"}});
    EXPECT_EQ(it.find(in, "a"), std::nullopt);
  });
  EXPECT_EQ(it.fixture.shown("sales"), (std::map<std::string, std::int64_t>{{"b", 20}, {"c", 3}}));
}

VARVE_PROMISE(read_model_session_contract, gives_back_every_kind_of_value_as_it_was_put) {
  const row_shape wide{{{"place", column_type::integer, true}, {"part", column_type::text, true}},
                       {{"low", column_type::integer, true},
                        {"high", column_type::integer, true},
                        {"real", column_type::real, true},
                        {"truth", column_type::boolean, true},
                        {"text", column_type::text, true},
                        {"json", column_type::json, true},
                        {"none", column_type::text, false}}};
  using limits = std::numeric_limits<std::int64_t>;
  const std::vector<cell> key{std::int64_t{-7}, std::string_view{"it's a \"part\""}};
  const std::vector<cell> values{limits::min(),
                                 limits::max(),
                                 0.1,
                                 std::int64_t{1},
                                 std::string_view{"\xE2\x82\xAC {sales} ?"},
                                 std::string_view{R"({"a":[1,null]})"},
                                 std::monostate{}};
  std::vector<cell> row = key;
  row.insert(row.end(), values.begin(), values.end());
  it.write(1, [&](read_model_session& in) {
    in.create_rows("wide", wide);
    in.rows("wide", wide)->put(row);
  });
  const auto reader = it.model->begin_read();
  reader->use_generation(1);
  const auto table = reader->rows("wide", wide);
  const auto found = table->find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(std::vector<cell>(found->begin(), found->end()), values);
}

VARVE_PROMISE(read_model_session_contract, keeps_all_or_nothing_of_a_transaction) {
  it.make(1, {{"a", 1}});
  {
    const auto session = it.model->begin_write();
    session->use_generation(1);
    const checkpoint mine = session->take_over(it.sales);
    checkpoint next = mine;
    next.position = position{5};
    ASSERT_TRUE(session->save(it.sales, mine, next));
    it.put(*session, "a", 100);
    session->store("sales", {.live = 1, .building = {}, .previous = {}, .generations = {}});
  }
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 1);
  const auto reader = it.model->begin_read();
  EXPECT_EQ(reader->find(it.sales), std::nullopt);
  EXPECT_EQ(reader->projections(), std::vector<std::string>{});
}

VARVE_PROMISE(read_model_session_contract, keeps_everything_when_it_is_opened_again) {
  it.make(1, {{"a", 1}});
  const projection_record known{
      .live = 1, .building = 2, .previous = {}, .generations = {{1, 3, "print", {"sales"}}, {2, 4, "q", {}}}};
  checkpoint saved;
  it.write(1, [&](read_model_session& in) {
    in.store("sales", known);
    const auto mine = in.take_over(it.sales);
    saved = mine;
    saved.position = position{9};
    ASSERT_TRUE(in.save(it.sales, mine, saved));
  });
  it.model.reset();
  it.model = it.fixture.open();
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 1);
  const auto reader = it.model->begin_read();
  EXPECT_EQ(reader->projections(), std::vector<std::string>{"sales"});
  EXPECT_EQ(reader->projection("sales").building, 2);
  EXPECT_EQ(reader->projection("sales").generations, known.generations);
  EXPECT_EQ(reader->find(it.sales), saved);
}

VARVE_PROMISE(read_model_session_contract, fences_off_whoever_was_overtaken) {
  checkpoint late, mine;
  it.write(1, [&](read_model_session& in) { late = in.take_over(it.sales); });
  it.write(1, [&](read_model_session& in) { mine = in.take_over(it.sales); });
  EXPECT_GT(mine.version, late.version);
  it.write(1, [&](read_model_session& in) {
    auto next = late;
    next.position = position{3};
    EXPECT_FALSE(in.save(it.sales, late, next));
  });
  EXPECT_EQ(it.model->begin_read()->find(it.sales), mine);
  it.write(1, [&](read_model_session& in) { in.erase(it.sales); });
  EXPECT_EQ(it.model->begin_read()->find(it.sales), std::nullopt);
}

VARVE_PROMISE(read_model_session_contract, keeps_generations_apart_and_shows_one_under_the_plain_name) {
  it.make(1, {{"a", 1}});
  it.write(2, [&](read_model_session& in) {
    in.create_rows("sales", it.shape);
    it.put(in, "a", 2);
  });
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 1);
  it.write(2, [&](read_model_session& in) { in.show("sales", 2); });
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 2);
  it.write(1, [&](read_model_session& in) { EXPECT_EQ(it.find(in, "a"), 1); });
}

VARVE_PROMISE(read_model_session_contract, tells_what_stands_under_a_name) {
  const auto before = it.model->begin_read()->tables().size();
  it.make(1, {});
  const auto reader = it.model->begin_read();
  EXPECT_EQ(reader->relation_of("sales"), relation::view);
  EXPECT_EQ(reader->relation_of("sales__1"), relation::table);
  EXPECT_EQ(reader->relation_of("sales__2"), relation::none);
  EXPECT_EQ(reader->tables().size(), before + 1);
  EXPECT_THAT(reader->tables(), ::testing::Contains("sales__1"));
}

VARVE_PROMISE(read_model_session_contract, empties_a_table_in_pieces_and_drops_it_with_its_view) {
  it.make(1, {{"a", 1}, {"b", 2}, {"c", 3}});
  it.write(1, [&](read_model_session& in) { EXPECT_TRUE(in.delete_rows("sales__1", 2)); });
  EXPECT_EQ(it.fixture.shown("sales").size(), 1U);
  it.write(1, [&](read_model_session& in) {
    while (in.delete_rows("sales__1", 2)) {}
    EXPECT_EQ(it.find(in, "c"), std::nullopt);
    in.drop_view("sales");
    in.drop_table("sales__1");
  });
  const auto reader = it.model->begin_read();
  EXPECT_EQ(reader->relation_of("sales"), relation::none);
  EXPECT_EQ(reader->relation_of("sales__1"), relation::none);
}

VARVE_PROMISE(read_model_session_contract,
              lets_a_reader_see_what_was_committed_when_it_began_and_nothing_later) {
  it.make(1, {{"a", 1}});
  const auto reader = it.model->begin_read();
  reader->use_generation(1);
  EXPECT_EQ(it.find(*reader, "a"), 1);
  it.write(1, [&](read_model_session& in) { it.put(in, "a", 2); });
  EXPECT_EQ(it.find(*reader, "a"), 1);
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 2);
}

VARVE_PROMISE(read_model_session_contract, refuses_to_write_in_a_transaction_that_reads) {
  it.make(1, {{"a", 1}});
  const auto reader = it.model->begin_read();
  reader->use_generation(1);
  EXPECT_THROW(it.put(*reader, "a", 2), failure);
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 1);
}

VARVE_PROMISE(read_model_session_contract, lets_one_write_at_a_time) {
  it.make(1, {{"a", 0}});
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 4; ++i) {
      writers.emplace_back([&] {
        const auto own = it.fixture.open();
        for (int n = 0; n < 25; ++n) {
          const auto session = own->begin_write();
          session->use_generation(1);
          it.put(*session, "a", it.find(*session, "a").value_or(0) + 1);
          session->commit();
        }
      });
    }
  }
  EXPECT_EQ(it.fixture.shown("sales").at("a"), 100);
}

}  // namespace

suite<read_model_fixture> read_model_session_contract() {
  return {"read_model_session_contract",
          real,
          {VARVE_PROMISED(read_model_session_contract, puts_replaces_finds_and_erases_rows_by_their_keys),
           VARVE_PROMISED(read_model_session_contract, gives_back_every_kind_of_value_as_it_was_put),
           VARVE_PROMISED(read_model_session_contract, keeps_all_or_nothing_of_a_transaction),
           VARVE_PROMISED(read_model_session_contract, keeps_everything_when_it_is_opened_again),
           VARVE_PROMISED(read_model_session_contract, fences_off_whoever_was_overtaken),
           VARVE_PROMISED(read_model_session_contract,
                          keeps_generations_apart_and_shows_one_under_the_plain_name),
           VARVE_PROMISED(read_model_session_contract, tells_what_stands_under_a_name),
           VARVE_PROMISED(read_model_session_contract, empties_a_table_in_pieces_and_drops_it_with_its_view),
           VARVE_PROMISED(read_model_session_contract,
                          lets_a_reader_see_what_was_committed_when_it_began_and_nothing_later),
           VARVE_PROMISED(read_model_session_contract, refuses_to_write_in_a_transaction_that_reads),
           VARVE_PROMISED(read_model_session_contract, lets_one_write_at_a_time)}};
}

}  // namespace varve::contract
