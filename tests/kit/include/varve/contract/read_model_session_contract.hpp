#pragma once

#include <varve/contract/read_model_fixture.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace varve::contract {

/// What every database for read models promises to the projections that write it.
template<class Fixture>
class read_model_session_contract : public ::testing::Test {
 protected:
  using cells = std::vector<cell>;
  using amounts = std::map<std::string, std::int64_t>;

  /// Runs `work(session)` on a generation of a table `sales` in a transaction that is committed.
  template<class F>
  void write(std::int64_t generation, F work) {
    const auto session = model_->begin_write();
    session->use_generation(generation);
    work(*session);
    session->commit();
  }
  /// Makes the table, shows it, and puts these rows into it.
  void make(std::int64_t generation, const amounts& rows) {
    write(generation, [&](read_model_session& in) {
      in.create_rows("sales", shape_);
      in.show("sales", generation);
      for (const auto& [key, amount] : rows) put(in, key, amount);
    });
  }
  void put(read_model_session& in, std::string_view key, std::int64_t amount) {
    in.rows("sales", shape_)->put(cells{key, amount});
  }
  /// The amount that stands there; nullopt without a row.
  std::optional<std::int64_t> find(read_model_session& in, std::string_view key) {
    const auto table = in.rows("sales", shape_);
    const auto found = table->find(cells{key});
    if (!found) return std::nullopt;
    return std::get<std::int64_t>(found->front());
  }

  Fixture fixture_{environment{}};
  std::unique_ptr<read_model> model_ = fixture_.open();
  const row_shape shape_{{{"key", column_type::text, true}}, {{"amount", column_type::integer, true}}};
  const checkpoint_key sales_{"sales", 1};
};
TYPED_TEST_SUITE_P(read_model_session_contract);

TYPED_TEST_P(read_model_session_contract, puts_replaces_finds_and_erases_rows_by_their_keys) {
  this->make(1, {{"a", 1}, {"b", 2}});
  this->write(1, [&](read_model_session& in) {
    this->put(in, "b", 20);
    this->put(in, "c", 3);
    EXPECT_EQ(this->find(in, "b"), 20);  // its own writes, too
    in.rows("sales", this->shape_)->erase(std::vector<cell>{std::string_view{"a"}});
    EXPECT_EQ(this->find(in, "a"), std::nullopt);
  });
  EXPECT_EQ(this->fixture_.shown("sales"), (std::map<std::string, std::int64_t>{{"b", 20}, {"c", 3}}));
}

TYPED_TEST_P(read_model_session_contract, gives_back_every_kind_of_value_as_it_was_put) {
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
  this->write(1, [&](read_model_session& in) {
    in.create_rows("wide", wide);
    in.rows("wide", wide)->put(row);
  });
  const auto reader = this->model_->begin_read();
  reader->use_generation(1);
  const auto table = reader->rows("wide", wide);
  const auto found = table->find(key);
  ASSERT_TRUE(found);
  EXPECT_EQ(std::vector<cell>(found->begin(), found->end()), values);
}

TYPED_TEST_P(read_model_session_contract, keeps_all_or_nothing_of_a_transaction) {
  this->make(1, {{"a", 1}});
  {
    const auto session = this->model_->begin_write();
    session->use_generation(1);
    const checkpoint mine = session->take_over(this->sales_);
    checkpoint next = mine;
    next.position = position{5};
    ASSERT_TRUE(session->save(this->sales_, mine, next));
    this->put(*session, "a", 100);
    session->store("sales", {.live = 1, .building = {}, .previous = {}, .generations = {}});
  }
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 1);
  const auto reader = this->model_->begin_read();
  EXPECT_EQ(reader->find(this->sales_), std::nullopt);
  EXPECT_EQ(reader->projections(), std::vector<std::string>{});
}

TYPED_TEST_P(read_model_session_contract, keeps_everything_when_it_is_opened_again) {
  this->make(1, {{"a", 1}});
  const projection_record known{
      .live = 1, .building = 2, .previous = {}, .generations = {{1, 3, "print", {"sales"}}, {2, 4, "q", {}}}};
  checkpoint saved;
  this->write(1, [&](read_model_session& in) {
    in.store("sales", known);
    const auto mine = in.take_over(this->sales_);
    saved = mine;
    saved.position = position{9};
    ASSERT_TRUE(in.save(this->sales_, mine, saved));
  });
  this->model_.reset();
  this->model_ = this->fixture_.open();
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 1);
  const auto reader = this->model_->begin_read();
  EXPECT_EQ(reader->projections(), std::vector<std::string>{"sales"});
  EXPECT_EQ(reader->projection("sales").building, 2);
  EXPECT_EQ(reader->projection("sales").generations, known.generations);
  EXPECT_EQ(reader->find(this->sales_), saved);
}

TYPED_TEST_P(read_model_session_contract, fences_off_whoever_was_overtaken) {
  checkpoint late, mine;
  this->write(1, [&](read_model_session& in) { late = in.take_over(this->sales_); });
  this->write(1, [&](read_model_session& in) { mine = in.take_over(this->sales_); });
  EXPECT_GT(mine.version, late.version);
  this->write(1, [&](read_model_session& in) {
    auto next = late;
    next.position = position{3};
    EXPECT_FALSE(in.save(this->sales_, late, next));
  });
  EXPECT_EQ(this->model_->begin_read()->find(this->sales_), mine);
  this->write(1, [&](read_model_session& in) { in.erase(this->sales_); });
  EXPECT_EQ(this->model_->begin_read()->find(this->sales_), std::nullopt);
}

TYPED_TEST_P(read_model_session_contract, keeps_generations_apart_and_shows_one_under_the_plain_name) {
  this->make(1, {{"a", 1}});
  this->write(2, [&](read_model_session& in) {
    in.create_rows("sales", this->shape_);
    this->put(in, "a", 2);
  });
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 1);
  this->write(2, [&](read_model_session& in) { in.show("sales", 2); });
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 2);
  this->write(1, [&](read_model_session& in) { EXPECT_EQ(this->find(in, "a"), 1); });
}

TYPED_TEST_P(read_model_session_contract, tells_what_stands_under_a_name) {
  const auto before = this->model_->begin_read()->tables().size();
  this->make(1, {});
  const auto reader = this->model_->begin_read();
  EXPECT_EQ(reader->relation_of("sales"), relation::view);
  EXPECT_EQ(reader->relation_of("sales__1"), relation::table);
  EXPECT_EQ(reader->relation_of("sales__2"), relation::none);
  EXPECT_EQ(reader->tables().size(), before + 1);
  EXPECT_THAT(reader->tables(), ::testing::Contains("sales__1"));
}

TYPED_TEST_P(read_model_session_contract, empties_a_table_in_pieces_and_drops_it_with_its_view) {
  this->make(1, {{"a", 1}, {"b", 2}, {"c", 3}});
  this->write(1, [&](read_model_session& in) { EXPECT_TRUE(in.delete_rows("sales__1", 2)); });
  EXPECT_EQ(this->fixture_.shown("sales").size(), 1U);
  this->write(1, [&](read_model_session& in) {
    while (in.delete_rows("sales__1", 2)) {}
    EXPECT_EQ(this->find(in, "c"), std::nullopt);
    in.drop_view("sales");
    in.drop_table("sales__1");
  });
  const auto reader = this->model_->begin_read();
  EXPECT_EQ(reader->relation_of("sales"), relation::none);
  EXPECT_EQ(reader->relation_of("sales__1"), relation::none);
}

TYPED_TEST_P(read_model_session_contract,
             lets_a_reader_see_what_was_committed_when_it_began_and_nothing_later) {
  this->make(1, {{"a", 1}});
  const auto reader = this->model_->begin_read();
  reader->use_generation(1);
  EXPECT_EQ(this->find(*reader, "a"), 1);
  this->write(1, [&](read_model_session& in) { this->put(in, "a", 2); });
  EXPECT_EQ(this->find(*reader, "a"), 1);
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 2);
}

TYPED_TEST_P(read_model_session_contract, refuses_to_write_in_a_transaction_that_reads) {
  this->make(1, {{"a", 1}});
  const auto reader = this->model_->begin_read();
  reader->use_generation(1);
  EXPECT_THROW(this->put(*reader, "a", 2), failure);
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 1);
}

TYPED_TEST_P(read_model_session_contract, lets_one_write_at_a_time) {
  this->make(1, {{"a", 0}});
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 4; ++i) {
      writers.emplace_back([&] {
        const auto own = this->fixture_.open();
        for (int n = 0; n < 25; ++n) {
          const auto session = own->begin_write();
          session->use_generation(1);
          this->put(*session, "a", this->find(*session, "a").value_or(0) + 1);
          session->commit();
        }
      });
    }
  }
  EXPECT_EQ(this->fixture_.shown("sales").at("a"), 100);
}

REGISTER_TYPED_TEST_SUITE_P(read_model_session_contract, puts_replaces_finds_and_erases_rows_by_their_keys,
                            gives_back_every_kind_of_value_as_it_was_put,
                            keeps_all_or_nothing_of_a_transaction, keeps_everything_when_it_is_opened_again,
                            fences_off_whoever_was_overtaken,
                            keeps_generations_apart_and_shows_one_under_the_plain_name,
                            tells_what_stands_under_a_name,
                            empties_a_table_in_pieces_and_drops_it_with_its_view,
                            lets_a_reader_see_what_was_committed_when_it_began_and_nothing_later,
                            refuses_to_write_in_a_transaction_that_reads, lets_one_write_at_a_time);

}  // namespace varve::contract
