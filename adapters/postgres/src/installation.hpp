#pragma once

#include <varve/core/environment.hpp>
#include <varve/postgres/event_store.hpp>

#include "address.hpp"

namespace varve::postgres {

/// Sees to it that there is a log of a format that this library knows, making one where that is wanted.
/// Answers whether commits survive a power cut, as the server is set up. Throws `failure`.
[[nodiscard]] bool prepare_log(const address& where, const store_options& how);

}  // namespace varve::postgres
