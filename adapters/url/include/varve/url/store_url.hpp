#pragma once

#include <varve/core/result.hpp>

#include <string>
#include <string_view>

namespace varve {

/// Where a log is, as one text:
///
/// | URL             | log                                                                             |
/// |-----------------|---------------------------------------------------------------------------------|
/// | `memory:`       | a new one, which ends with its store                                            |
/// | `sqlite:PATH`   | the file PATH, relative or absolute, taken as it is spelt: there are no escapes |
/// | `postgres://…`  | `postgres://user@host:port/database?log=NAME`, as `postgres::event_store` says  |
struct store_url {
  enum class kind { memory, sqlite, postgres };

  kind what = kind::memory;
  /// Of the file; the whole URL for `postgres`, which may hold a secret; empty for `memory:`.
  std::string path = {};

  /// `invalid_argument` says what is wrong, without repeating what may be a secret; `unsupported` names a
  /// kind of store that this build does not hold.
  [[nodiscard]] static result<store_url> parse(std::string_view text);

  /// The same text again; it may hold a secret.
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const store_url&, const store_url&) = default;
};

}  // namespace varve
