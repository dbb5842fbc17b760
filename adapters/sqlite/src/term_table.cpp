#include "term_table.hpp"

#include <functional>

namespace varve::sqlite {
namespace {

std::uint32_t hash_of(std::string_view text) {
  const std::uint64_t wide = std::hash<std::string_view>{}(text);
  return static_cast<std::uint32_t>(wide ^ (wide >> 32U));
}

}  // namespace

term_table::number term_table::intern(std::string_view text) {
  if (slots_.size() <= 2 * entries_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  number& slot = slots_[slot_of(text, hash)];
  if (slot != none) return slot;
  slot = static_cast<number>(entries_.size());
  entries_.push_back({hash, static_cast<std::uint32_t>(text.size()), texts_.size(), {}});
  texts_.append(text);
  return slot;
}

std::optional<term_table::number> term_table::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const number found = slots_[slot_of(text, hash_of(text))];
  return found == none ? std::nullopt : std::optional(found);
}

std::size_t term_table::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at] != none) {
    const entry& here = entries_[slots_[at]];
    if (here.hash == hash && text_of(slots_[at]) == text) break;
    at = (at + 1) & mask;
  }
  return at;
}

void term_table::grow() {
  const std::size_t size = slots_.empty() ? 1024 : 2 * slots_.size();
  slots_.assign(size, none);
  for (number n = 0; n < entries_.size(); ++n) {
    std::size_t at = entries_[n].hash & (size - 1);
    while (slots_[at] != none) at = (at + 1) & (size - 1);
    slots_[at] = n;
  }
}

}  // namespace varve::sqlite
