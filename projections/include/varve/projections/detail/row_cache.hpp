#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/detail/text_hash.hpp>
#include <varve/core/ordinal.hpp>
#include <varve/projections/cell.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace varve::detail {

/// How a key K is found in memory: a number or a text as itself, anything else by its binary form.
template<class K>
struct key_index {
  static constexpr bool is_text = std::is_same_v<K, std::string>;
  static constexpr bool is_number = std::is_integral_v<K> || std::is_enum_v<K>;
  using stored = std::conditional_t<is_number, K, std::string>;
  using hash = std::conditional_t<is_number, std::hash<stored>, text_hash>;

  /// What to look for; `memory` holds it where it had to be made.
  template<class Given>
  static auto find_by(const Given& key, std::string& memory) {
    if constexpr (is_number) {
      return key;
    } else if constexpr (is_text) {
      return std::string_view{key};
    } else {
      memory.clear();
      encode(key, format::binary, memory).value();
      return std::string_view{memory};
    }
  }
};

/// Rows of a keyed view in memory, and which of them must be written.
template<class K, class Row>
class row_cache {
 public:
  struct slot {
    K key;
    Row row{};
    bool stands = false;  ///< a row with this key is in the view
    bool dirty = false;
    std::uint32_t changes = 0;  // since it was last written
    std::size_t bytes = 0;      // as last measured
  };

  /// The slot of a key; `load(slot)` fills one that was not here yet.
  template<class Given, class Load>
  slot& at(const Given& key, Load&& load) {
    const auto wanted = index::find_by(key, memory_);
    if (const auto found = slots_.find(wanted); found != slots_.end()) return found->second;
    slot fresh{K(key)};
    load(fresh);
    return slots_.emplace(typename index::stored(wanted), std::move(fresh)).first->second;
  }

  /// The row of a key that stands; nullptr without one.
  template<class Given>
  [[nodiscard]] const Row* find(const Given& key) const {
    std::string memory;
    const auto found = slots_.find(index::find_by(key, memory));
    return found != slots_.end() && found->second.stands ? &found->second.row : nullptr;
  }

  /// Calls `see(key, row)` for every row that stands.
  void each(const auto& see) const {
    for (const auto& [stored, held] : slots_) {
      if (held.stands) see(held.key, held.row);
    }
  }

  void touch(slot& changed) {
    if (!changed.dirty) {
      changed.dirty = true;
      dirty_.push_back(&changed);
      bytes_ += sizeof(slot) + sizeof(typename index::stored);
    }
    weigh(changed);
  }

  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] std::size_t dirty() const { return dirty_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// The slots to write, in the order of their keys, in which a tree is written fastest.
  [[nodiscard]] const std::vector<slot*>& sorted_dirty() {
    if constexpr (requires(const K& key) { key < key; }) {
      std::ranges::sort(dirty_, [](const slot* a, const slot* b) { return a->key < b->key; });
    }
    return dirty_;
  }

  /// All that was changed has been written. Where what is not here does not stand, `forget_ended` lets rows
  /// go that no longer do.
  void clean(bool forget_ended) {
    for (slot* each : dirty_) {
      each->dirty = false;
      each->changes = 0;
      each->bytes = 0;
      if (forget_ended && !each->stands) slots_.erase(slots_.find(index::find_by(each->key, memory_)));
    }
    dirty_.clear();
    bytes_ = 0;
  }

  void clear() {
    slots_.clear();
    dirty_.clear();
    bytes_ = 0;
  }

 private:
  using index = key_index<K>;

  /// A row that grows is measured at its 1st, 2nd, 4th, 8th… change, so that measuring stays cheap.
  void weigh(slot& changed) {
    if constexpr (!std::is_trivially_copyable_v<Row>) {
      if (!std::has_single_bit(++changed.changes)) return;
      memory_.clear();
      if (!encode(changed.row, format::binary, memory_)) return;  // the write will say why
      bytes_ += memory_.size() - changed.bytes;
      changed.bytes = memory_.size();
    }
  }

  std::unordered_map<typename index::stored, slot, typename index::hash, std::equal_to<>> slots_;
  std::vector<slot*> dirty_;
  std::size_t bytes_ = 0;
  std::string memory_;
};

}  // namespace varve::detail
