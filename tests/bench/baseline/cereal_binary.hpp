#pragma once

#include "../order_document.hpp"
#include "../order_line.hpp"
#include "../sample.hpp"

#include <span>
#include <string>

namespace bench::baseline {

/// Decodes each text into a fresh object by cereal::PortableBinaryInputArchive over a memory_stream. The
/// texts come from portable_binary_of.
sample decode_lines_by_portable_binary(std::span<const std::string> texts);
sample decode_documents_by_portable_binary(std::span<const std::string> texts);

std::string portable_binary_of(const order_line& line);
std::string portable_binary_of(const order_document& document);

}  // namespace bench::baseline
