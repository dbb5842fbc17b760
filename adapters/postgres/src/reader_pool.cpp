#include "reader_pool.hpp"

#include <varve/core/error.hpp>

#include <algorithm>
#include <utility>

namespace varve::postgres {

reader_pool::reader_pool(address where, std::size_t most, const clock& time)
    : where_(std::move(where)), most_(std::max<std::size_t>(most, 1)), time_(time) {}

/// Which of several servers is the one, libpq finds out, with a time for each.
std::unique_ptr<session> reader_pool::connect(const patience& how_long) const {
  return std::make_unique<session>(where_.connection(), where_.several_hosts() ? patience{} : how_long);
}

reader_pool::lease reader_pool::take(instant deadline, std::chrono::nanoseconds least) {
  std::unique_ptr<session> found;
  std::unique_lock lock{mutex_};
  while (in_use_ >= most_)
    if (!time_.wait(lock, given_back_, deadline) && in_use_ >= most_)
      throw failure{{errc::timeout, "all connections for reading were in use until the deadline"}};
  ++in_use_;
  while (!idle_.empty() && !found) {
    found = std::move(idle_.back());
    idle_.pop_back();
    if (!found->alive()) found.reset();
  }
  lock.unlock();
  const patience how_long{deadline, time_, least};
  try {
    if (!found) found = connect(how_long);
    found->be_patient(how_long);
  } catch (...) {
    give_back(nullptr);
    throw;
  }
  return {*this, std::move(found)};
}

void reader_pool::give_back(std::unique_ptr<session> used) {
  const std::scoped_lock lock{mutex_};
  --in_use_;
  if (used && used->given_up()) idle_.clear();  // they lead there as well
  if (used && used->idle()) idle_.push_back(std::move(used));
  given_back_.notify_one();
}

}  // namespace varve::postgres
