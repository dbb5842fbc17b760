#pragma once

#include <varve/core/result.hpp>

#include <map>
#include <string>
#include <string_view>

namespace varve {

/// What surrounds an event and is not part of the fact. In the log it is a JSON object (docs/formats.md,
/// "Metadata"), kept as it was spelt; this is its typed form. Empty members are absent. Headers are free:
/// text by name.
struct metadata {
  std::string correlation_id = {};  ///< the conversation that this belongs to
  std::string causation_id = {};    ///< what led to it directly: an event id or a command id
  std::string actor = {};           ///< who asked for it
  std::string tenant = {};          ///< for whom
  std::string traceparent = {};     ///< W3C Trace Context
  std::map<std::string, std::string, std::less<>> headers = {};

  /// The JSON object; `{}` when everything is empty. All members must be valid UTF-8.
  [[nodiscard]] std::string to_json() const;

  /// Reads a metadata object; members it does not know, and known ones that are not text, are left aside.
  [[nodiscard]] static result<metadata> parse(std::string_view json);

  friend bool operator==(const metadata&, const metadata&) = default;
};

}  // namespace varve
