#pragma once

#include <string_view>

namespace varve::postgres {

/// Keeps SQL that is not Varve's own away from what only Varve may touch: transactions, settings of the
/// session, and tables named `varve_…`. It reads the text, and so guards against mistakes, not against SQL
/// that is put together by the server. Throws `invalid_argument`.
void require_allowed(std::string_view sql);

}  // namespace varve::postgres
