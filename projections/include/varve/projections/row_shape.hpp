#pragma once

#include <varve/projections/cell.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve {

struct column {
  std::string name;
  column_type type = column_type::text;
  bool required = true;  ///< NOT NULL

  friend bool operator==(const column&, const column&) = default;
};

/// The columns of a keyed view: those that find a row, which no other row shares, and those that it holds.
struct row_shape {
  std::vector<column> key;
  std::vector<column> values;

  friend bool operator==(const row_shape&, const row_shape&) = default;
};

namespace detail {

/// cereal's interface towards a user's type, one member a column: `Each` is called as each(name, member).
template<class Each, bool Saving>
class member_archive : public archive_base {
 public:
  using is_saving = std::bool_constant<Saving>;
  using is_loading = std::bool_constant<!Saving>;

  explicit member_archive(Each each) : each_(std::move(each)) {}

  template<class... T>
  member_archive& operator()(T&&... members) {
    (give(members), ...);
    return *this;
  }
  template<class T>
  member_archive& operator&(T&& member) {
    return (*this)(member);
  }
  template<class T>
  member_archive& operator<<(const T& member) {
    return (*this)(member);
  }
  template<class T>
  member_archive& operator>>(T&& member) {
    return (*this)(member);
  }

 private:
  template<class T>
  void give(T& member) {
    using plain = std::remove_cv_t<T>;
    static_assert(check_member<plain>());
    if constexpr (is_named<plain>) {
      each_(std::string_view{member.name}, member.value);
    } else if constexpr (is_cereal_base<plain>) {
      if constexpr (Saving)
        save_members(*this, *member.base_ptr);
      else
        load_members(*this, *member.base_ptr);
    } else {
      each_(std::string_view{"value" + std::to_string(unnamed_++)}, member);
    }
  }

  Each each_;
  int unnamed_ = 0;
};

/// A type whose members are columns; any other is one column itself.
template<class T>
inline constexpr bool has_columns =
    shape_of<T> == shape::user && !gives_minimal<T> && !is_ordinal<T> && !text_like<T>;

template<class T, class Each>
void each_saved_column(const T& value, std::string_view single, Each each) {
  if constexpr (has_columns<T>) {
    member_archive<Each, true> archive{std::move(each)};
    save_members(archive, value);
  } else {
    each(single, value);
  }
}

template<class T, class Each>
void each_loaded_column(T& value, std::string_view single, Each each) {
  if constexpr (has_columns<T>) {
    member_archive<Each, false> archive{std::move(each)};
    load_members(archive, value);
  } else {
    each(single, value);
  }
}

}  // namespace detail

/// The columns that a T fills: one for each member that its `serialize` names, in that order; for a type
/// without members of its own, one called `single`.
template<class T>
std::vector<column> columns_of(std::string_view single) {
  std::vector<column> columns;
  detail::each_saved_column(T{}, single, [&]<class M>(std::string_view name, const M&) {
    columns.push_back({std::string{name}, column_type_of<M>(), is_required_column<M>});
  });
  return columns;
}

/// Appends the cells of `value` to `cells`. Those that had to be made borrow from `memory`, one text each,
/// whose elements must not move: reserve it.
template<class T>
void append_cells(const T& value, std::vector<cell>& cells, std::span<std::string> memory) {
  std::size_t used = 0;
  detail::each_saved_column(value, {}, [&](std::string_view, const auto& member) {
    cells.push_back(to_cell(member, memory[used++]));
  });
}

/// Reads what `append_cells` wrote: the cells of one value, under the names of `columns`.
template<class T>
void read_cells(std::span<const cell> cells, const std::vector<column>& columns, T& value) {
  std::size_t next = 0;  // members are asked for in the order of the columns, as a rule
  const std::string_view single =
      columns.empty() ? std::string_view{} : std::string_view{columns.front().name};
  detail::each_loaded_column(value, single, [&](std::string_view name, auto& member) {
    for (std::size_t tried = 0; tried < columns.size(); ++tried, ++next) {
      if (next == columns.size()) next = 0;
      if (columns[next].name == name) return read_cell(cells[next++], member);
    }
  });
}

}  // namespace varve
