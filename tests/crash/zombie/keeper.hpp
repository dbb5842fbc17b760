#pragma once

#include <chrono>
#include <string>

namespace varve::crash {

/// Keeps three views in step with the log, one of them cut into ranges, under leases, until the input ends.
/// All of it is in a folder or at a URL, as the program is linked.
void keep_views(const std::string& place, std::chrono::milliseconds term);

/// Brings the views to the head and compares them with the log; prints what is wrong.
bool check(const std::string& place);

}  // namespace varve::crash
