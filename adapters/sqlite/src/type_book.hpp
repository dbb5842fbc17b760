#pragma once

#include <varve/core/detail/text_hash.hpp>

#include "statement.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace varve::sqlite {

/// Keys of event types, given inside the writer's transactions. Throws `failure`.
class type_book {
 public:
  explicit type_book(const connection& db);

  /// The key of a type, which gets a row with the next one when it is new.
  [[nodiscard]] std::int64_t key_of(std::string_view name);
  /// nullopt when no event ever had this type.
  [[nodiscard]] std::optional<std::int64_t> find(std::string_view name);
  /// What this transaction has given may never have been committed.
  void forget() { keys_.clear(); }

 private:
  [[nodiscard]] std::int64_t insert(std::string_view name);

  std::unordered_map<std::string, std::int64_t, detail::text_hash, std::equal_to<>> keys_;
  statement select_;
  statement greatest_;
  statement insert_;
};

}  // namespace varve::sqlite
