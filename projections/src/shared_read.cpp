#include "shared_read.hpp"

namespace varve::detail {

/// Being in front; at its end the others look again.
class shared_read::turn {
 public:
  explicit turn(shared_read& of) : of_(of) {}
  turn(const turn&) = delete;
  turn& operator=(const turn&) = delete;
  ~turn() {
    {
      const std::lock_guard lock{of_.mutex_};
      of_.reading_.reset();
    }
    of_.arrived_.notify_all();
  }

 private:
  shared_read& of_;
};

result<shared_read::events> shared_read::behind(const token& after, std::size_t limit) {
  if (!is_shared_) return decoded(log_.read(after, limit));
  std::unique_lock lock{mutex_};
  arrived_.wait(lock, [&] { return reading_ != after.position; });
  if (auto page = find(after.position)) return page;
  const bool in_front = held_.empty() || after.position >= held_.back().edge;
  if (!in_front || reading_) {
    lock.unlock();
    return decoded(log_.read_alone(after, limit));
  }
  reading_ = after.position;
  const turn ours{*this};
  lock.unlock();
  auto page = decoded(log_.read(after, limit));
  if (page) keep(after.position, *page);
  return page;
}

void shared_read::renew() {
  log_.renew();
  const std::lock_guard lock{mutex_};
  held_.clear();
}

result<shared_read::events> shared_read::decoded(result<page> next) const {
  if (!next) return next.error();
  return decode_(*std::move(next));
}

shared_read::events shared_read::find(position after) const {
  for (const auto& each : held_) {
    if (each.after <= after && after < each.edge) return each.page;
  }
  return nullptr;
}

void shared_read::keep(position after, const events& page) {
  const auto& edge = page->source().edge();
  if (!edge) return;
  const std::lock_guard lock{mutex_};
  if (!held_.empty() && held_.back().edge != after) held_.clear();
  held_.push_back({after, edge->position, page});
  if (held_.size() > most_held) held_.pop_front();
}

}  // namespace varve::detail
