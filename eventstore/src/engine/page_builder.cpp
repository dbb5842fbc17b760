#include <varve/eventstore/engine/page_builder.hpp>

#include <algorithm>

namespace varve::engine {

void page_builder::grow(std::size_t size) {
  constexpr std::size_t largest = std::size_t{256} << 10U;
  const std::size_t room = std::max(next_block_, size + spare);
  blocks_.push_back(std::make_unique_for_overwrite<char[]>(room));
  free_ = blocks_.back().get();
  room_ = room;
  next_block_ = std::min(next_block_ * 2, largest);
}

page page_builder::finish(const page::facts& known) {
  page out{std::move(events_), std::move(blocks_), known};
  *this = {};
  return out;
}

}  // namespace varve::engine
