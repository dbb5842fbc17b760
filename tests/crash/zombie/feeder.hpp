#pragma once

#include <string>

namespace varve::crash {

/// Appends orders of a few streams and countries until the input ends. The log is
/// in a folder or at a URL, as the program is linked.
void feed(const std::string& place);

}  // namespace varve::crash
