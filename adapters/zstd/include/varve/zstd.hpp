#pragma once

/// Zstandard (RFC 8878) for texts that are written and read piece by piece.

#include <varve/zstd/compressor.hpp>
#include <varve/zstd/decompressor.hpp>
