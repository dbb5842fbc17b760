#pragma once

#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/detail/row_cache.hpp>
#include <varve/projections/detail/view_functions.hpp>
#include <varve/projections/key_slice.hpp>
#include <varve/projections/memory_view.hpp>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

namespace varve::detail {

/// The name of a view's key column where the key is no struct of named members.
template<class V>
constexpr std::string_view key_column() {
  if constexpr (requires { std::string_view{V::key_name}; })
    return V::key_name;
  else
    return "key";
}

/// Throws `failure` when two columns of a view have the same name.
void check_columns(std::string_view view, const row_shape& shape);

/// Throws `unsupported`: the rows of a view in memory are in one place.
[[noreturn]] void refuse_partitions(std::string_view view);

/// Looking a row up failed, which is no fault of the event or of the user's functions.
class lookup_failure : public failure {
 public:
  using failure::failure;
};

/// Whether others read the rows of a view in memory.
template<class V>
concept read_from_memory = requires(const V& view) { view.rows_shown(); };

/// A keyed view: rows are folded in memory and written when they are asked for.
template<class V, class Database, event_family F>
class keyed_projection final : public projection_body {
 public:
  explicit keyed_projection(const V& view)
      : original_(view),
        view_(original_),
        shape_{columns_of<key>(key_column<V>()), columns_of<row>("value")} {
    check_columns(V::name, shape_);
  }

  void create(read_model_session& in) override {
    in.create_rows(V::name, shape_);
    if constexpr (sql_database<Database>) {
      if constexpr (creates<V, typename Database::transaction>) view_->create(Database::transaction_of(in));
    }
  }

  [[nodiscard]] bool writes_while_folding() const override { return false; }

  [[nodiscard]] std::optional<consumer::refusal> fold(const decoded_events& page, fold_range range,
                                                      session_lender& lender) override {
    if (saved_ && !filled_) fill(lender);
    lookup rows{*this, lender};
    const auto changing = change();
    for (const auto& entry : static_cast<const decoded_page<F>&>(page).entries()) {
      if (auto refused = std::visit([&](const auto& event) { return take(event, range, rows); }, entry))
        return refused;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t unsaved_rows() const override { return cache().dirty(); }
  [[nodiscard]] std::size_t unsaved_bytes() const override { return cache().bytes(); }

  void write(read_model_session& in) override {
    if (cache().dirty() == 0) return;
    const auto table = in.rows(V::name, shape_);
    std::vector<std::string> memory(shape_.key.size() + shape_.values.size());
    const std::span<std::string> texts{memory};
    std::vector<cell> cells;
    for (const slot* each : cache().sorted_dirty()) {
      cells.clear();
      append_cells(each->key, cells, texts.first(shape_.key.size()));
      if (each->stands) {
        append_cells(each->row, cells, texts.subspan(shape_.key.size()));
        table->put(cells);
      } else {
        table->erase(cells);
      }
    }
  }

  void saved(position at) override {
    {
      const auto changing = change();
      cache().clean(holds_all_);
    }
    if constexpr (read_from_memory<V>) {
      original_.rows_shown().reach(rows_, at);
      if (saved_) saved_ = at;
      if (holds_all_) return;
    }
    if (cache().size() <= most_cached) return;
    cache().clear();
    holds_all_ = false;
  }

  void forget(bool empty) override {
    view_.emplace(original_);
    rows_ = std::make_shared<held>();  // others may still read those that are shown
    filled_ = false;
    holds_all_ = empty;
  }

  void show(session_lender& lender, position at, bool whole) override {
    if constexpr (read_from_memory<V>) {
      if (!whole) refuse_partitions(V::name);
      saved_ = at;
      fill(lender);
    }
  }

 private:
  using key = key_of_view<V>;
  using row = typename V::row;
  using held = held_rows<key, row>;
  using slot = typename row_cache<key, row>::slot;

  static constexpr std::size_t most_cached = 200'000;

  /// Looks rows up that are not in memory; asks for a session only then.
  class lookup {
   public:
    lookup(keyed_projection& of, session_lender& lender) : of_(of), lender_(lender) {}

    void operator()(slot& fresh) {
      if (of_.holds_all_) return;
      try {
        read(fresh);
      } catch (const failure& thrown) {
        throw lookup_failure{thrown.error()};
      }
    }

   private:
    void read(slot& fresh) {
      if (!table_) table_ = lender_.session().rows(V::name, of_.shape_);
      std::vector<std::string> memory(of_.shape_.key.size());
      std::vector<cell> cells;
      append_cells(fresh.key, cells, memory);
      const auto found = table_->find(cells);
      fresh.stands = found.has_value();
      if (found) read_cells(*found, of_.shape_.values, fresh.row);
    }

    keyed_projection& of_;
    session_lender& lender_;
    std::unique_ptr<row_table> table_;
  };

  [[nodiscard]] row_cache<key, row>& cache() const { return rows_->cache; }

  /// Held while rows change that others may read.
  [[nodiscard]] std::unique_lock<std::shared_mutex> change() const {
    if constexpr (read_from_memory<V>)
      return std::unique_lock{rows_->mutex};
    else
      return {};
  }

  /// Holds all rows from here on, and shows them.
  void fill(session_lender& lender) {
    if constexpr (read_from_memory<V>) {
      if (!holds_all_) load(lender.session());
      holds_all_ = filled_ = true;
      original_.rows_shown().show(rows_, *saved_);
    }
  }

  /// All rows that stand.
  void load(read_model_session& in) {
    const std::size_t keys = shape_.key.size();
    in.rows(V::name, shape_)->each([&](std::span<const cell> cells) {
      key of{};
      read_cells(cells.first(keys), shape_.key, of);
      cache().at(of, [&](slot& fresh) {
        fresh.stands = true;
        read_cells(cells.subspan(keys), shape_.values, fresh.row);
      });
    });
  }

  /// Its keys are not known, so all ranges stop.
  std::optional<consumer::refusal> take(const undecodable_event_at& event, fold_range range, lookup&) {
    if (range.holds(*event.view) && handles<typename V::events>(event.view->type)) return refuse_event(event);
    return std::nullopt;
  }

  template<class E>
  std::optional<consumer::refusal> take(const recorded<E>& event, fold_range range, lookup& rows) {
    if constexpr (contains<E, events_of<V>>) {
      if (!range.holds(event.view())) return std::nullopt;
      try {
        bool ours = range.slices.holds_all();
        each_key(*view_, event, [&](const auto& of) {
          if (!range.slices.holds_all() && !range.slices.holds(slice_of_key(of, memory_))) return;
          ours = true;
          evolve(of, event, rows);
        });
        if (ours) count();
      } catch (const lookup_failure&) {
        throw;
      } catch (const std::exception& thrown) {
        return refuse_event(event.view(), "key_of or evolve", thrown);
      }
    }
    return std::nullopt;
  }

  template<class Given, class E>
  void evolve(const Given& of, const recorded<E>& event, lookup& rows) {
    slot& here = cache().at(of, rows);
    if (!here.stands) here.row = row{};
    if constexpr (std::is_same_v<key, std::string>)
      here.stands = call_evolve(*view_, here.row, event, std::string_view{of});
    else
      here.stands = call_evolve(*view_, here.row, event, here.key);
    cache().touch(here);
  }

  const V original_;
  std::optional<V> view_;
  row_shape shape_;
  std::string memory_;
  std::shared_ptr<held> rows_ = std::make_shared<held>();
  bool holds_all_ = false;         // what is not in memory does not stand
  std::optional<position> saved_;  // of a view in memory that readers see
  bool filled_ = false;            // likewise: its rows are those that are shown
};

}  // namespace varve::detail
