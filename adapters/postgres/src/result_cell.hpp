#pragma once

#include <varve/projections/cell.hpp>

#include <pqxx/pqxx>

namespace varve::postgres {

/// What stands in a column of a result (`cursor::value` says how); text is valid as long as the result.
[[nodiscard]] cell cell_of(const pqxx::result& from, int row, int column);

}  // namespace varve::postgres
