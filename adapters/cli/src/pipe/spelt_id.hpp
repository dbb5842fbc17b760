#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace varve::cli::pipe {

/// The `id` of a request that was not read because it nests deeper than `deepest`, so that its sender can
/// tell which of its requests was refused; `null` when it nests less deep, or has no string or number for an
/// id.
[[nodiscard]] std::string spelt_id_beyond(std::string_view line, std::size_t deepest);

}  // namespace varve::cli::pipe
