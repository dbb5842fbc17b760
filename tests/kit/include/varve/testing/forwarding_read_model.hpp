#pragma once

#include <varve/projections/read_model.hpp>

#include <memory>
#include <utility>

namespace varve::testing {

/// A session that hands everything on to another. Derive from it and override what shall go otherwise.
class forwarding_session : public read_model_session {
 public:
  explicit forwarding_session(std::unique_ptr<read_model_session> inner) : inner_(std::move(inner)) {}

  void commit() override { inner().commit(); }
  [[nodiscard]] std::vector<std::string> projections() override { return inner().projections(); }
  [[nodiscard]] projection_record projection(std::string_view name) override {
    return inner().projection(name);
  }
  void store(std::string_view name, const projection_record& record) override { inner().store(name, record); }
  [[nodiscard]] std::optional<checkpoint> find(const checkpoint_key& whose) override {
    return inner().find(whose);
  }
  [[nodiscard]] checkpoint take_over(const checkpoint_key& whose) override {
    return inner().take_over(whose);
  }
  [[nodiscard]] bool save(const checkpoint_key& whose, const checkpoint& read,
                          const checkpoint& next) override {
    return inner().save(whose, read, next);
  }
  void erase(const checkpoint_key& whose) override { inner().erase(whose); }
  [[nodiscard]] std::vector<slice_checkpoint> checkpoints(std::string_view consumer,
                                                          std::int64_t generation) override {
    return inner().checkpoints(consumer, generation);
  }
  void add(const checkpoint_key& whose, const checkpoint& place) override { inner().add(whose, place); }
  void use_generation(std::int64_t generation) override { inner().use_generation(generation); }
  [[nodiscard]] relation relation_of(std::string_view name) override { return inner().relation_of(name); }
  [[nodiscard]] std::vector<std::string> tables() override { return inner().tables(); }
  void require_replaceable(std::string_view view) override { inner().require_replaceable(view); }
  void show(std::string_view name, std::int64_t generation) override { inner().show(name, generation); }
  void drop_view(std::string_view name) override { inner().drop_view(name); }
  [[nodiscard]] bool delete_rows(std::string_view table, std::size_t most) override {
    return inner().delete_rows(table, most);
  }
  void drop_table(std::string_view table) override { inner().drop_table(table); }
  void create_rows(std::string_view name, const row_shape& shape) override {
    inner().create_rows(name, shape);
  }
  [[nodiscard]] std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override {
    return inner().rows(name, shape);
  }

 protected:
  /// Asked for before each call that is handed on: may throw in its place.
  [[nodiscard]] virtual read_model_session& inner() { return *inner_; }

 private:
  std::unique_ptr<read_model_session> inner_;
};

/// A database whose sessions are of another kind: made from those of the one that it owns.
template<class Session>
class forwarding_read_model final : public read_model {
 public:
  explicit forwarding_read_model(std::unique_ptr<read_model> inner) : inner_(std::move(inner)) {}
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

}  // namespace varve::testing
