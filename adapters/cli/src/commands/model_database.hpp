#pragma once

#include <varve/core/result.hpp>

#include <string>

namespace varve::cli {

/// The database of the read models: the one that was named, or the log's own.
[[nodiscard]] result<std::string> model_database_of(const std::string& store, const std::string& read_model);

}  // namespace varve::cli
