#include "stream_directory.hpp"

#include <mutex>

namespace varve::sqlite {
namespace {

constexpr std::size_t most_rows = 100'000;  // about 12 MB

}  // namespace

std::optional<stream_row> stream_directory::find(std::string_view name, std::int64_t changes) const {
  const std::shared_lock lock{mutex_};
  const auto found = entries_.find(name);
  if (found == entries_.end() || found->second.changes != changes) return std::nullopt;
  return found->second.row;
}

void stream_directory::put(std::string_view name, std::int64_t changes, const stream_row& row) {
  const std::unique_lock lock{mutex_};
  if (entries_.size() >= most_rows) entries_.clear();
  entries_.insert_or_assign(std::string(name), entry{changes, row});
}

}  // namespace varve::sqlite
