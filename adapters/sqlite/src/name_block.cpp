#include "name_block.hpp"

#include <mutex>
#include <utility>

namespace varve::sqlite {

void name_block::add(std::string_view name) {
  text_.append(name);
  starts_[++count_] = static_cast<std::uint32_t>(text_.size());
}

std::shared_ptr<const name_block> name_cache::find(std::int64_t number) const {
  const std::shared_lock lock{mutex_};
  const auto i = static_cast<std::size_t>(number);
  return i < blocks_.size() ? blocks_[i] : nullptr;
}

void name_cache::put(std::int64_t number, std::shared_ptr<const name_block> block) {
  const std::unique_lock lock{mutex_};
  if (bytes_ + block->bytes() > most_bytes_) {
    blocks_.clear();
    bytes_ = 0;
  }
  const auto i = static_cast<std::size_t>(number);
  if (i >= blocks_.size()) blocks_.resize(i + 1);
  if (blocks_[i]) bytes_ -= blocks_[i]->bytes();
  bytes_ += block->bytes();
  blocks_[i] = std::move(block);
}

}  // namespace varve::sqlite
