#pragma once

#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/projections/read_model.hpp>
#include <varve/sqlite/transaction.hpp>

#include "file_connection.hpp"

#include <functional>

namespace varve::sqlite {

/// A transaction on a connection that is lent to it. In a child of its process it cannot be committed, and
/// its end there leaves the connection as it is.
class session final : public read_model_session {
 public:
  /// Called once, at the end, after COMMIT or ROLLBACK has returned; `committed` tells which. Not called in a
  /// child.
  using give_back = std::function<void(bool committed)>;

  session(file_connection& on, bool writes, give_back at_end);
  ~session() override;

  [[nodiscard]] transaction& sql() { return sql_; }
  [[nodiscard]] file_connection& on() { return on_; }
  [[nodiscard]] std::optional<std::int64_t> generation() const { return generation_; }

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
  void show(std::string_view name, std::int64_t generation) override;
  void drop_view(std::string_view name) override;
  [[nodiscard]] bool delete_rows(std::string_view table, std::size_t most) override;
  void drop_table(std::string_view table) override;

  void create_rows(std::string_view name, const row_shape& shape) override;
  [[nodiscard]] std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) override;

 private:
  [[nodiscard]] statement_cache::lease own(std::string_view sql);
  void execute(const std::string& sql) { on_.db.execute(sql.c_str()); }

  file_connection& on_;
  give_back at_end_;
  const engine::process_stamp process_;
  std::optional<std::int64_t> generation_;
  transaction sql_{*this};
  bool open_ = true;
};

}  // namespace varve::sqlite
