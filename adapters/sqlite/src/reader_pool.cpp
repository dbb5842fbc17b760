#include "reader_pool.hpp"

#include <utility>

namespace varve::sqlite {
namespace {

constexpr std::size_t most_idle = 16;

}  // namespace

reader_pool::reader_pool(std::string path, access how) : path_(std::move(path)), how_(how) {
  idle_.push_back(std::make_unique<reader>(path_, how_, names_));
}

reader_pool::lease reader_pool::take() {
  {
    const std::scoped_lock lock{mutex_};
    if (!idle_.empty()) {
      auto held = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(held)};
    }
  }
  return {*this, std::make_unique<reader>(path_, how_, names_)};
}

// The first one stays: as long as some connection of this store is open, SQLite does not read the log anew,
// and a commit that failed cannot come back (docs/adr).
void reader_pool::give_back(std::unique_ptr<reader> idle) {
  const std::scoped_lock lock{mutex_};
  if (idle_.size() < most_idle) idle_.push_back(std::move(idle));
}

}  // namespace varve::sqlite
