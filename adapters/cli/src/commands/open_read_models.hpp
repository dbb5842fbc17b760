#pragma once

#include <varve/core/result.hpp>
#include <varve/projections/read_model.hpp>

#include <memory>
#include <string>

namespace varve::cli {

enum class model_access { look, change };

/// The database of the read models: the one that was named, a file or
/// `postgres://user@host:port/database?schema=NAME`, or the log's own file. None is made.
[[nodiscard]] result<std::unique_ptr<read_model>> open_read_models(const std::string& store,
                                                                   const std::string& named,
                                                                   model_access how);

}  // namespace varve::cli
