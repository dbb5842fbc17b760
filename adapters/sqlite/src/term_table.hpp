#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace varve::sqlite {

/// Gives texts numbers from 0 on, in the order they come, and keeps two figures with each. Flat in memory: a
/// writer looks up the terms of each event, and most of them are not in the processor's cache.
class term_table {
 public:
  using number = std::uint32_t;

  struct figures {
    std::uint32_t last = 0;   ///< whatever its user counts
    std::uint32_t count = 0;  ///< likewise
  };

  /// The number of a text, which is kept when it is new.
  [[nodiscard]] number intern(std::string_view text);
  [[nodiscard]] std::optional<number> find(std::string_view text) const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] figures& operator[](number n) { return entries_[n].known; }
  [[nodiscard]] const figures& operator[](number n) const { return entries_[n].known; }
  [[nodiscard]] std::string_view text_of(number n) const {
    return std::string_view(texts_).substr(entries_[n].text, entries_[n].size);
  }

 private:
  struct entry {
    std::uint32_t hash;
    std::uint32_t size;
    std::size_t text;  // in texts_
    figures known;
  };
  static constexpr number none = ~number{0};

  /// The slot that holds the text, or the free one where it belongs.
  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  void grow();

  std::vector<entry> entries_;
  std::string texts_;
  std::vector<number> slots_;  // a power of two of them, at most half full
};

}  // namespace varve::sqlite
