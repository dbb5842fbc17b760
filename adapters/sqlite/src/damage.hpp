#pragma once

#include <string_view>

namespace varve::sqlite {

/// Throws `failure` (`corrupt`): `what` is not as it was written.
[[noreturn]] void damaged(std::string_view what);

}  // namespace varve::sqlite
