#pragma once

#include <varve/core/detail/text_hash.hpp>

#include "stream_row.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace varve::sqlite {

/// Rows of varve_streams by name, for the readers of a store. A row changes only together with
/// `varve_log.changes`, so that one read under the same number of changes is true. Thread-safe.
class stream_directory {
 public:
  [[nodiscard]] std::optional<stream_row> find(std::string_view name, std::int64_t changes) const;
  void put(std::string_view name, std::int64_t changes, const stream_row& row);

 private:
  struct entry {
    std::int64_t changes;
    stream_row row;
  };

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, entry, detail::text_hash, std::equal_to<>> entries_;
};

}  // namespace varve::sqlite
