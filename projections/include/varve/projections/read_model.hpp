#pragma once

#include <varve/eventstore/checkpoint.hpp>
#include <varve/projections/row_shape.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve {

/// One build of a projection's tables.
struct generation_record {
  std::int64_t number = 0;   ///< 1, 2, 3…
  std::int64_t version = 0;  ///< the projection's own
  std::string fingerprint;
  std::vector<std::string> tables;  ///< plain names of what `create` made

  friend bool operator==(const generation_record&, const generation_record&) = default;
};

/// What a read model's database knows of a projection.
struct projection_record {
  std::optional<std::int64_t> live;      ///< what readers see
  std::optional<std::int64_t> building;  ///< what a rebuild fills
  std::optional<std::int64_t> previous;  ///< what a roll-back goes back to
  std::vector<generation_record> generations;

  [[nodiscard]] const generation_record* find(std::optional<std::int64_t> number) const;
};

/// What stands under a name in a database.
enum class relation { none, table, view, other };

/// The rows of one keyed view, found by their keys. Valid as long as its session.
class row_table {
 public:
  virtual ~row_table() = default;

  /// The row's values, valid until the next call; nullopt when there is none.
  [[nodiscard]] virtual std::optional<std::span<const cell>> find(std::span<const cell> key) = 0;
  /// Writes a row, new or not: the cells of its key, then its values.
  virtual void put(std::span<const cell> row) = 0;
  virtual void erase(std::span<const cell> key) = 0;
  /// Gives every row, the cells of its key and then its values, in no order.
  virtual void each(const std::function<void(std::span<const cell>)>& see) = 0;
};

/// A transaction of a read model's database as projections use it; it is rolled back at its end unless it was
/// committed. Used by one thread at a time. Every member throws `failure`, and then nothing but the end is
/// left to do. One that was begun by `begin_read` refuses to write.
class read_model_session {
 public:
  read_model_session() = default;
  read_model_session(const read_model_session&) = delete;
  read_model_session& operator=(const read_model_session&) = delete;
  virtual ~read_model_session() = default;

  /// When it throws, it is not known whether the transaction stands.
  virtual void commit() = 0;

  [[nodiscard]] virtual std::vector<std::string> projections() = 0;
  [[nodiscard]] virtual projection_record projection(std::string_view name) = 0;
  virtual void store(std::string_view name, const projection_record& record) = 0;

  [[nodiscard]] virtual std::optional<checkpoint> find(const checkpoint_key& whose) = 0;
  /// As in `checkpoint_store`.
  [[nodiscard]] virtual checkpoint take_over(const checkpoint_key& whose) = 0;
  /// As in `checkpoint_store`; false when fenced.
  [[nodiscard]] virtual bool save(const checkpoint_key& whose, const checkpoint& read,
                                  const checkpoint& next) = 0;
  virtual void erase(const checkpoint_key& whose) = 0;
  /// All of a consumer and generation, by their slices, ascending.
  [[nodiscard]] virtual std::vector<slice_checkpoint> checkpoints(std::string_view consumer,
                                                                  std::int64_t generation) = 0;
  /// Writes one that is not there yet, as it is given.
  virtual void add(const checkpoint_key& whose, const checkpoint& place) = 0;

  /// From now on `{name}` in statements is the table of this generation.
  virtual void use_generation(std::int64_t generation) = 0;
  [[nodiscard]] virtual relation relation_of(std::string_view name) = 0;
  /// The names of all tables.
  [[nodiscard]] virtual std::vector<std::string> tables() = 0;
  /// Throws `invalid_argument` when that database view cannot be dropped and made anew, because something
  /// that is not a projection's depends on it.
  virtual void require_replaceable(std::string_view view) { (void)view; }
  /// Lets the database view `name` show the table of a generation.
  virtual void show(std::string_view name, std::int64_t generation) = 0;
  /// The same view, if it is there, shows nothing any more.
  virtual void drop_view(std::string_view name) = 0;
  /// Deletes at most that many rows; false when none is left.
  [[nodiscard]] virtual bool delete_rows(std::string_view table, std::size_t most) = 0;
  virtual void drop_table(std::string_view table) = 0;

  /// Makes the generation's table of a keyed view.
  virtual void create_rows(std::string_view name, const row_shape& shape) = 0;
  [[nodiscard]] virtual std::unique_ptr<row_table> rows(std::string_view name, const row_shape& shape) = 0;
};

/// The port to a database that holds read models. Thread-safe; any number of processes may share what is
/// behind it. Throws `failure`.
class read_model {
 public:
  read_model() = default;
  read_model(const read_model&) = delete;
  read_model& operator=(const read_model&) = delete;
  virtual ~read_model() = default;

  /// Waits until no other transaction writes.
  [[nodiscard]] virtual std::unique_ptr<read_model_session> begin_write() = 0;
  /// Sees what was committed when it began. To be ended soon.
  [[nodiscard]] virtual std::unique_ptr<read_model_session> begin_read() = 0;
  /// Whether a log is written to through the same lock: then transactions are kept short.
  [[nodiscard]] virtual bool shares_a_log() const = 0;
};

/// As `checkpoint_store::cut`, within a session that writes.
void cut(read_model_session& in, const std::string& consumer, std::int64_t generation, std::int64_t at_least);

}  // namespace varve
