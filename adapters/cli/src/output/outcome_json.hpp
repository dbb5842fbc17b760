#pragma once

#include <varve/eventstore/append_outcome.hpp>

#include "output/json_object.hpp"

/// The parts of an append's answer that `varve pipe` and `varve append` share.
namespace varve::cli {

/// `"stream"`, `"expected"`, `"actual"`; or `"position"`.
void write_conflict(json_object& out, const conflict& lost);
/// `"error":{"code":…,"message":…}`.
void write_error(json_object& out, const error& why);

}  // namespace varve::cli
