#pragma once

#include <string_view>

namespace varve {

/// Whether `text` is valid UTF-8; quick for ASCII.
bool is_utf8(std::string_view text);

}  // namespace varve
