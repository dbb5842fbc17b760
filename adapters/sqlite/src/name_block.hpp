#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// The names under some successive keys, packed. Keys are given in order of creation and names never change,
/// so that a block once read stays true; the newest may grow by being read again.
class name_block {
 public:
  static constexpr std::int64_t keys = 64;

  [[nodiscard]] static std::int64_t number_of(std::int64_t key) { return (key - 1) / keys; }
  [[nodiscard]] static std::int64_t first_of(std::int64_t number) { return number * keys + 1; }

  explicit name_block(std::int64_t number) : first_(first_of(number)) {}

  /// The name of the next key, or nothing when its row is damaged; at most `keys` of them.
  void add(std::string_view name);
  [[nodiscard]] std::int64_t next_key() const { return first_ + static_cast<std::int64_t>(count_); }
  [[nodiscard]] std::optional<std::string_view> find(std::int64_t key) const {
    if (key < first_ || key >= next_key()) return std::nullopt;
    const auto i = static_cast<std::size_t>(key - first_);
    return std::string_view{text_.data() + starts_[i], starts_[i + 1] - starts_[i]};
  }
  [[nodiscard]] std::size_t bytes() const { return sizeof *this + text_.capacity(); }

 private:
  std::int64_t first_;
  std::size_t count_ = 0;
  std::string text_;
  std::array<std::uint32_t, keys + 1> starts_{};
};

/// Blocks that the readers of a store share. Thread-safe. Forgets everything when it holds too much.
class name_cache {
 public:
  explicit name_cache(std::size_t most_bytes = std::size_t{32} << 20U) : most_bytes_(most_bytes) {}

  [[nodiscard]] std::shared_ptr<const name_block> find(std::int64_t number) const;
  void put(std::int64_t number, std::shared_ptr<const name_block> block);

 private:
  std::size_t most_bytes_;
  mutable std::shared_mutex mutex_;
  std::vector<std::shared_ptr<const name_block>> blocks_;
  std::size_t bytes_ = 0;
};

}  // namespace varve::sqlite
