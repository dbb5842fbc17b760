#pragma once

#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/postgres/transaction.hpp>
#include <varve/projections/read_model.hpp>

#include "link.hpp"
#include "row_batch.hpp"
#include "shown_view.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace varve::postgres {

/// A transaction of read models on a connection of its own. In a child of its process it cannot be committed,
/// and its end there leaves the connection as it is.
class model_session final : public read_model_session {
 public:
  /// Called once, at the end, with the connection. Not called in a child.
  using give_back = std::function<void(std::unique_ptr<link>)>;

  /// `on` has begun a transaction.
  model_session(std::unique_ptr<link> on, bool writes, std::string schema, shown_views views,
                give_back at_end);
  ~model_session() override;

  [[nodiscard]] transaction& sql() { return sql_; }
  [[nodiscard]] std::optional<std::int64_t> generation() const { return generation_; }
  /// The connection, with nothing of keyed views left unwritten.
  [[nodiscard]] link& flushed();

  void commit() override;

  [[nodiscard]] std::vector<std::string> projections() override;
  [[nodiscard]] projection_record projection(std::string_view name) override;
  void store(std::string_view name, const projection_record& record) override;

  [[nodiscard]] std::optional<checkpoint> find(const checkpoint_key& whose) override;
  [[nodiscard]] checkpoint take_over(const checkpoint_key& whose) override;
  [[nodiscard]] bool save(const checkpoint_key& whose, const checkpoint& read,
                          const checkpoint& next) override;
  void erase(const checkpoint_key& whose) override;
  [[nodiscard]] std::vector<slice_checkpoint> checkpoints(std::string_view consumer,
                                                          std::int64_t generation) override;
  void add(const checkpoint_key& whose, const checkpoint& place) override;

  void use_generation(std::int64_t generation) override { generation_ = generation; }
  [[nodiscard]] relation relation_of(std::string_view name) override;
  [[nodiscard]] std::vector<std::string> tables() override;
  void require_replaceable(std::string_view view) override { views_.require_replaceable(view); }
  void show(std::string_view name, std::int64_t generation) override;
  void drop_view(std::string_view name) override { views_.drop(name); }
  [[nodiscard]] bool delete_rows(std::string_view table, std::size_t most) override;
  void drop_table(std::string_view table) override;

  void create_rows(std::string_view name, const row_shape& shape) override;
  [[nodiscard]] std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override;

 private:
  /// As `{name}` says.
  [[nodiscard]] std::string table_of(std::string_view name) const;

  std::unique_ptr<link> on_;
  bool writes_;
  std::string schema_;
  shown_views views_;
  give_back at_end_;
  const engine::process_stamp process_;
  std::optional<std::int64_t> generation_;
  std::map<std::string, row_batch, std::less<>> batches_;  // by table
  transaction sql_{*this};
};

}  // namespace varve::postgres
