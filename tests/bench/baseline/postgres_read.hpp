#pragma once

#include "../sample.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bench::baseline {

/// A bare scan of a postgres_event_table through libpqxx: pages of 1,000 rows in order of position, by one
/// prepared statement on a connection of its own, all columns of every row touched; numbers are read, texts
/// stay where they are. The columns are integers and text, which libpqxx gives without unescaping.
sample scan_by_libpqxx(const std::string& url);

/// The same of Varve's own table of events, whose ids are uuid and whose payload is bytea, unescaped.
sample scan_log_by_libpqxx(const std::string& url);

/// Looks for an event that has both tags, behind position 0, in Varve's own table of tags, by one prepared
/// statement through libpq. Items are pairs; throws std::runtime_error when there is such an event.
sample look_for_pairs(const std::string& url, std::span<const std::pair<std::string, std::string>> pairs);

}  // namespace bench::baseline
