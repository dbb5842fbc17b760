#pragma once

#include "store_append.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace bench {

/// `append_to` a new SQLite log at `file`. Making the requests and the log, and closing it, are not timed.
sample append_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends);

/// `stream_to` a new SQLite log.
sample stream_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends,
                       std::size_t in_flight);

/// As baseline::append_from_many: `callers` threads share one SQLite log.
sample append_to_varve_from_many(const std::filesystem::path& file, std::span<const event> events,
                                 std::size_t callers);

/// The same by callers in several processes, each of which has opened the log by itself.
sample append_to_varve_from_processes(const std::filesystem::path& file, std::span<const event> events,
                                      std::size_t processes, std::size_t callers_of_each);

}  // namespace bench
