#pragma once

#include "../sample.hpp"

#include <cstddef>
#include <filesystem>

namespace bench::baseline {

/// The floor under one event per commit: overwrites 4,096 bytes of a file that has its full length and
/// flushes them (pwrite, fdatasync), `flushes` times. Judges nobody: it tells what the disk did during this
/// run.
sample overwrite_and_flush(const std::filesystem::path& file, std::size_t flushes);

}  // namespace bench::baseline
