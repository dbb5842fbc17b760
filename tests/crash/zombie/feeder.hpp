#pragma once

#include <string>

namespace varve::crash {

/// Appends orders of a few streams and countries, about one a millisecond, until the input ends.
void feed(const std::string& folder);

}  // namespace varve::crash
