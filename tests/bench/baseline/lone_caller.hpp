#pragma once

#include "../sample.hpp"
#include "../workload.hpp"

#include <filesystem>
#include <span>

namespace bench::baseline {

/// The raw append loop: one caller, one event per commit, by checked_append into a new event_table at `file`.
/// Making the file and closing it (with its checkpoint) are not timed.
sample append_one_by_one(const std::filesystem::path& file, std::span<const event> events);

}  // namespace bench::baseline
