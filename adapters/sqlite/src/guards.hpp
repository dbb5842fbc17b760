#pragma once

#include <varve/core/result.hpp>

#include <string>

namespace varve::sqlite {

/// Throws `failure`: `not_found` when the folder of `path` is missing, `unsupported` when it lies on a
/// network file system, whose locks cannot be trusted.
void require_local_folder(const std::string& path, bool allow_network);

}  // namespace varve::sqlite
