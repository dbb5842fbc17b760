#pragma once

#include <varve/sqlite/database.hpp>

#include <memory>
#include <utility>

namespace varve::shop {

/// A database that fails at its n-th call: before the call has an effect, or, for a commit, after it.
class faulty_database final : public read_model {
 public:
  using transaction = sqlite::transaction;

  explicit faulty_database(sqlite::database& inner) : inner_(inner) {}

  /// Calls are counted from 1; 0: never.
  void fail_at(int call, bool after_commit = false) {
    calls_ = 0;
    fails_at_ = call;
    after_commit_ = after_commit;
  }
  [[nodiscard]] bool has_failed() const { return fails_at_ > 0 && calls_ >= fails_at_; }

  [[nodiscard]] std::unique_ptr<read_model_session> begin_write() override {
    step();
    return std::make_unique<session>(*this, inner_.begin_write());
  }
  [[nodiscard]] std::unique_ptr<read_model_session> begin_read() override {
    step();
    return std::make_unique<session>(*this, inner_.begin_read());
  }
  [[nodiscard]] bool shares_a_log() const override { return inner_.shares_a_log(); }

  [[nodiscard]] static transaction& transaction_of(read_model_session& begun) {
    auto& ours = static_cast<session&>(begun);
    ours.of.step();
    return sqlite::database::transaction_of(*ours.inner);
  }

 private:
  void step() {
    if (++calls_ == fails_at_) throw failure{{errc::unavailable, "the planted fault"}};
  }

  class faulty_rows final : public row_table {
   public:
    faulty_rows(faulty_database& of, std::unique_ptr<row_table> inner) : of_(of), inner_(std::move(inner)) {}
    std::optional<std::span<const cell>> find(std::span<const cell> key) override {
      of_.step();
      return inner_->find(key);
    }
    void put(std::span<const cell> row) override {
      of_.step();
      inner_->put(row);
    }
    void erase(std::span<const cell> key) override {
      of_.step();
      inner_->erase(key);
    }

   private:
    faulty_database& of_;
    std::unique_ptr<row_table> inner_;
  };

  struct session final : read_model_session {
    session(faulty_database& owner, std::unique_ptr<read_model_session> begun)
        : of(owner), inner(std::move(begun)) {}

    void commit() override {
      if (!of.after_commit_) of.step();
      inner->commit();
      if (of.after_commit_) of.step();
    }
    std::vector<std::string> projections() override { return of.step(), inner->projections(); }
    projection_record projection(std::string_view name) override {
      return of.step(), inner->projection(name);
    }
    void store(std::string_view name, const projection_record& record) override {
      of.step(), inner->store(name, record);
    }
    std::optional<checkpoint> find(const checkpoint_key& whose) override {
      return of.step(), inner->find(whose);
    }
    checkpoint take_over(const checkpoint_key& whose) override { return of.step(), inner->take_over(whose); }
    bool save(const checkpoint_key& whose, const checkpoint& read, const checkpoint& next) override {
      return of.step(), inner->save(whose, read, next);
    }
    void erase(const checkpoint_key& whose) override { of.step(), inner->erase(whose); }
    std::vector<slice_checkpoint> checkpoints(std::string_view consumer, std::int64_t generation) override {
      return of.step(), inner->checkpoints(consumer, generation);
    }
    void add(const checkpoint_key& whose, const checkpoint& place) override {
      of.step(), inner->add(whose, place);
    }
    void use_generation(std::int64_t generation) override { inner->use_generation(generation); }
    relation relation_of(std::string_view name) override { return of.step(), inner->relation_of(name); }
    std::vector<std::string> tables() override { return of.step(), inner->tables(); }
    void show(std::string_view name, std::int64_t generation) override {
      of.step(), inner->show(name, generation);
    }
    void drop_view(std::string_view name) override { of.step(), inner->drop_view(name); }
    bool delete_rows(std::string_view table, std::size_t most) override {
      return of.step(), inner->delete_rows(table, most);
    }
    void drop_table(std::string_view table) override { of.step(), inner->drop_table(table); }
    void create_rows(std::string_view name, const row_shape& shape) override {
      of.step(), inner->create_rows(name, shape);
    }
    std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override {
      of.step();
      return std::make_unique<faulty_rows>(of, inner->rows(name, shape));
    }

    faulty_database& of;
    std::unique_ptr<read_model_session> inner;
  };

  sqlite::database& inner_;
  int calls_ = 0;
  int fails_at_ = 0;
  bool after_commit_ = false;
};

}  // namespace varve::shop
