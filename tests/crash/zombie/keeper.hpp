#pragma once

#include <chrono>
#include <string>

namespace varve::crash {

/// Keeps three views in step with the log, one of them cut into ranges, under leases, until the input ends.
void keep_views(const std::string& folder, std::chrono::milliseconds term);

/// Brings the views to the head and compares them with the log; prints what is wrong.
bool check(const std::string& folder);

}  // namespace varve::crash
