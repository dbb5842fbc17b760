#pragma once

#include <varve/core/uuid.hpp>

#include <cstdint>
#include <libpq-fe.h>
#include <memory>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// What a statement answered, in binary. Columns are read by their place in it and must be of the type asked
/// for.
class rows {
 public:
  rows() = default;
  explicit rows(PGresult* owned) : result_(owned) {}

  [[nodiscard]] const PGresult* get() const { return result_.get(); }
  [[nodiscard]] int size() const { return result_ ? PQntuples(result_.get()) : 0; }
  [[nodiscard]] bool is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
  }
  /// Of two, four or eight bytes.
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  [[nodiscard]] bool boolean(int row, int column) const {
    return *PQgetvalue(result_.get(), row, column) != 0;
  }
  /// An array of `bigint`, none of them NULL.
  [[nodiscard]] std::vector<std::int64_t> integers(int row, int column) const;
  /// Empty when NULL; valid as long as this.
  [[nodiscard]] std::string_view bytes(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  [[nodiscard]] varve::uuid uuid(int row, int column) const;

 private:
  struct clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, clear> result_;
};

}  // namespace varve::postgres
