#pragma once

#include <varve/projections/read_model.hpp>

#include <memory>
#include <utility>

namespace varve::contract {

/// A session that hands everything on to another: what a planted one is made from.
class forwarding_session : public read_model_session {
 public:
  explicit forwarding_session(std::unique_ptr<read_model_session> inner) : inner_(std::move(inner)) {}

  void commit() override { inner_->commit(); }
  [[nodiscard]] std::vector<std::string> projections() override { return inner_->projections(); }
  [[nodiscard]] projection_record projection(std::string_view name) override {
    return inner_->projection(name);
  }
  void store(std::string_view name, const projection_record& record) override { inner_->store(name, record); }
  [[nodiscard]] std::optional<checkpoint> find(const checkpoint_key& whose) override {
    return inner_->find(whose);
  }
  [[nodiscard]] checkpoint take_over(const checkpoint_key& whose) override {
    return inner_->take_over(whose);
  }
  [[nodiscard]] bool save(const checkpoint_key& whose, const checkpoint& read,
                          const checkpoint& next) override {
    return inner_->save(whose, read, next);
  }
  void erase(const checkpoint_key& whose) override { inner_->erase(whose); }
  [[nodiscard]] std::vector<slice_checkpoint> checkpoints(std::string_view consumer,
                                                          std::int64_t generation) override {
    return inner_->checkpoints(consumer, generation);
  }
  void add(const checkpoint_key& whose, const checkpoint& place) override { inner_->add(whose, place); }
  void use_generation(std::int64_t generation) override { inner_->use_generation(generation); }
  [[nodiscard]] relation relation_of(std::string_view name) override { return inner_->relation_of(name); }
  [[nodiscard]] std::vector<std::string> tables() override { return inner_->tables(); }
  void require_replaceable(std::string_view view) override { inner_->require_replaceable(view); }
  void show(std::string_view name, std::int64_t generation) override { inner_->show(name, generation); }
  void drop_view(std::string_view name) override { inner_->drop_view(name); }
  [[nodiscard]] bool delete_rows(std::string_view table, std::size_t most) override {
    return inner_->delete_rows(table, most);
  }
  void drop_table(std::string_view table) override { inner_->drop_table(table); }
  void create_rows(std::string_view name, const row_shape& shape) override {
    inner_->create_rows(name, shape);
  }
  [[nodiscard]] std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override {
    return inner_->rows(name, shape);
  }

 protected:
  [[nodiscard]] read_model_session& inner() { return *inner_; }

 private:
  std::unique_ptr<read_model_session> inner_;
};

/// A database whose sessions are of another kind.
template<class Session>
class read_model_of final : public read_model {
 public:
  explicit read_model_of(std::unique_ptr<read_model> inner) : inner_(std::move(inner)) {}
  [[nodiscard]] std::unique_ptr<read_model_session> begin_write() override {
    return std::make_unique<Session>(inner_->begin_write());
  }
  [[nodiscard]] std::unique_ptr<read_model_session> begin_read() override {
    return std::make_unique<Session>(inner_->begin_read());
  }
  [[nodiscard]] bool shares_a_log() const override { return inner_->shares_a_log(); }

 private:
  std::unique_ptr<read_model> inner_;
};

}  // namespace varve::contract
