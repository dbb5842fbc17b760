#include "page_ahead.hpp"

#include "guarded.hpp"

#include <tuple>
#include <utility>

namespace varve::detail {
namespace {

/// What the page behind this one follows; nothing at the end, and where reading failed.
std::optional<token> place_behind(const page& last) {
  if (last.at_end() || !last.edge()) return std::nullopt;
  return token{last.head().epoch, last.edge()->position};
}

std::optional<token> place_behind(const result<page>& last) {
  return last ? place_behind(*last) : std::nullopt;
}

}  // namespace

page_ahead::~page_ahead() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
  }
  changed_.notify_all();
  if (worker_.joinable()) worker_.join();
}

result<page> page_ahead::read(const token& after, std::size_t limit) {
  if (auto ready = take(after)) return *std::move(ready);
  auto next = read_alone(after, limit);
  if (next && looks_ahead_) look_ahead(*next, limit);
  return next;
}

result<page> page_ahead::read_alone(const token& after, std::size_t limit) {
  return log_.read_log(after, which_, {.limit = limit, .whole_commits = true});
}

void page_ahead::renew() {
  const std::lock_guard lock{mutex_};
  drop();
}

/// What was read ahead, when that is what is wanted now; anything else is dropped.
std::optional<result<page>> page_ahead::take(const token& after) {
  std::unique_lock lock{mutex_};
  if (first_ != after) {
    drop();
    return std::nullopt;
  }
  changed_.wait(lock, [&] { return !pages_.empty(); });
  auto page = std::move(pages_.front());
  pages_.pop_front();
  first_ = place_behind(page);
  lock.unlock();
  changed_.notify_all();
  return page;
}

void page_ahead::look_ahead(const page& last, std::size_t limit) {
  const auto behind = place_behind(last);
  if (!behind) return;
  {
    const std::lock_guard lock{mutex_};
    first_ = next_ = behind;
    limit_ = limit;
  }
  if (!worker_.joinable()) worker_ = std::thread{[this] { work(); }};
  changed_.notify_all();
}

void page_ahead::drop() {
  ++dropped_;
  pages_.clear();
  first_.reset();
  next_.reset();
}

void page_ahead::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [&] { return ending_ || (next_ && pages_.size() < most_held); });
    if (ending_) return;
    const auto [after, limit, before] = std::tuple{*next_, limit_, dropped_};
    lock.unlock();
    auto page = guarded([&] { return read_alone(after, limit).value(); });
    lock.lock();
    if (dropped_ != before) continue;
    next_ = place_behind(page);
    pages_.push_back(std::move(page));
    changed_.notify_all();
  }
}

}  // namespace varve::detail
