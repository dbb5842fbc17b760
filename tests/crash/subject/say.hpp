#pragma once

#include <functional>
#include <string>

namespace varve::crash {

/// Takes the lines in which a program tells what happened (`acknowledgements`).
using say = std::function<void(const std::string& line)>;

}  // namespace varve::crash
