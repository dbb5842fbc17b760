#pragma once

#include <varve/testing/history.hpp>

#include <string>

namespace varve::testing {

/// An operation in a few words: `append to cart-1 (no_stream), told appended at 4`.
[[nodiscard]] std::string describe(const operation& one);

}  // namespace varve::testing
