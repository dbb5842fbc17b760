#pragma once

#include "../order_document.hpp"
#include "../sample.hpp"

#include <span>
#include <string>

namespace bench::baseline {

/// Whether this program has the stock cereal JSON archive: g++ only, since clang 19 cannot parse Debian's
/// rapidjson 1.1.0. Without it the functions below throw std::logic_error.
bool has_cereal_json();

/// Decodes each text into a fresh order_line by cereal::JSONInputArchive over a memory_stream. The text is
/// the workload's own (append_json): the fields are read from the root object, without the wrapper that
/// cereal would add.
sample decode_lines_by_cereal_json(std::span<const std::string> texts);

/// The same into order_document. The texts come from cereal_json_of: cereal writes an optional in a shape of
/// its own.
sample decode_documents_by_cereal_json(std::span<const std::string> texts);
std::string cereal_json_of(const order_document& document);

}  // namespace bench::baseline
