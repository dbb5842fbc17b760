#pragma once

#include <varve/core/result.hpp>

#include <string>
#include <string_view>

namespace varve {

/// Where a log is, as one text:
///
/// | URL           | log                                                                               |
/// |---------------|-----------------------------------------------------------------------------------|
/// | `memory:`     | a new one, which ends with its store                                              |
/// | `sqlite:PATH` | the file PATH, relative or absolute, taken as it is spelt: there are no escapes   |
struct store_url {
  enum class kind { memory, sqlite };

  kind what = kind::memory;
  std::string path = {};  ///< of the file; empty for `memory:`

  /// `invalid_argument` says what is wrong, without repeating what may be a secret; `unsupported` names a
  /// kind of store that this build does not hold.
  [[nodiscard]] static result<store_url> parse(std::string_view text);

  /// The same text again.
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const store_url&, const store_url&) = default;
};

}  // namespace varve
