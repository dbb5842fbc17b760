#pragma once

#include <varve/sqlite/database.hpp>
#include <varve/testing/forwarding_read_model.hpp>

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
    return sqlite::database::transaction_of(static_cast<session&>(begun).inner());
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
    void each(const std::function<void(std::span<const cell>)>& see) override {
      of_.step();
      inner_->each(see);
    }

   private:
    faulty_database& of_;
    std::unique_ptr<row_table> inner_;
  };

  class session final : public testing::forwarding_session {
   public:
    session(faulty_database& of, std::unique_ptr<read_model_session> begun)
        : forwarding_session(std::move(begun)), of_(of) {}

    void commit() override {
      if (!of_.after_commit_) of_.step();
      forwarding_session::inner().commit();
      if (of_.after_commit_) of_.step();
    }
    std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override {
      return std::make_unique<faulty_rows>(of_, forwarding_session::rows(name, shape));
    }
    read_model_session& inner() override { return of_.step(), forwarding_session::inner(); }

   private:
    faulty_database& of_;
  };

  sqlite::database& inner_;
  int calls_ = 0;
  int fails_at_ = 0;
  bool after_commit_ = false;
};

}  // namespace varve::shop
