#pragma once

#include <varve/core/epoch.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace varve::postgres {

/// What keys of streams and of types stand for. A key keeps its name as long as a log keeps its epoch.
struct key_names {
  std::unordered_map<std::int64_t, std::string> streams;
  std::unordered_map<std::int64_t, std::string> types;
};

/// Names that the readers of a store have met. Thread-safe.
class name_cache {
 public:
  /// Adds to `wanted`, whose keys say which, the names that are known; answers with the keys of others.
  struct unknown_keys {
    std::vector<std::int64_t> streams;
    std::vector<std::int64_t> types;
  };
  [[nodiscard]] unknown_keys find(const epoch& life, key_names& wanted);
  void add(const epoch& life, const key_names& found);

 private:
  /// Names of another life are forgotten, and so are too many.
  void belong_to(const epoch& life);

  std::mutex mutex_;
  epoch life_;
  key_names known_;
};

}  // namespace varve::postgres
