#pragma once

#include <varve/core/environment.hpp>
#include <varve/postgres/event_store.hpp>

#include "address.hpp"

namespace varve::postgres {

/// Sees to it that there is a log of a format that this library knows, making one where that is wanted.
/// Throws `failure`.
void prepare_log(const address& where, const store_options& how);

}  // namespace varve::postgres
