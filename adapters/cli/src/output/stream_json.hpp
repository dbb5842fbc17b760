#pragma once

#include <varve/eventstore/stream_listing.hpp>

#include <string>

namespace varve::cli {

/// A stream as `varve pipe` and `varve streams --json` show it.
void append_stream_json(std::string& out, const stream_summary& stream);

}  // namespace varve::cli
