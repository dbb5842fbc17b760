#pragma once

#include "name_block.hpp"
#include "statement.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace varve::sqlite {

/// What a key names.
enum class name_kind { stream, type };

/// Finds the name of a stream or type by its key, through a connection and the blocks that its store's
/// readers share. Used by one thread at a time, inside a transaction that sees the key.
class name_reader {
 public:
  name_reader(const connection& db, name_kind kind, std::shared_ptr<name_cache> shared);

  /// Valid until the next call. Throws `failure` (`corrupt`) when there is none or its row is damaged.
  [[nodiscard]] std::string_view find(std::int64_t key) {
    const std::int64_t number = name_block::number_of(key);
    const auto& slot = near_[static_cast<std::size_t>(number) % near_.size()];
    if (slot)
      if (const auto name = slot->find(key); name && !name->empty()) return *name;
    return find_far(key, number);
  }

 private:
  [[nodiscard]] std::string_view find_far(std::int64_t key, std::int64_t number);
  [[nodiscard]] std::shared_ptr<const name_block> load(std::int64_t number);

  name_kind kind_;
  std::shared_ptr<name_cache> shared_;
  statement select_;
  std::array<std::shared_ptr<const name_block>, 128> near_;  // as many as many streams written in turn lie in
};

}  // namespace varve::sqlite
