#pragma once

#include <string>
#include <string_view>

namespace varve::sqlite {

/// What filters and conditions look for, as the first byte of a term in varve_postings.
enum class term_kind : char { type = 'e', category = 'c', tag = 't' };

/// The term as it stands in varve_postings.
[[nodiscard]] inline std::string term_of(term_kind kind, std::string_view name) {
  std::string out(1, static_cast<char>(kind));
  return out.append(name);
}

}  // namespace varve::sqlite
