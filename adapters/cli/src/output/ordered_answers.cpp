#include "output/ordered_answers.hpp"

#include <utility>

namespace varve::cli {

std::uint64_t ordered_answers::ask(std::size_t bytes) {
  std::unique_lock lock{mutex_};
  written_.wait(lock,
                [&] { return open_.empty() || (open_.size() < most_ && bytes_ + bytes <= most_bytes_); });
  open_.push_back({bytes, {}});
  bytes_ += bytes;
  return first_ + open_.size() - 1;
}

void ordered_answers::answer(std::uint64_t question, std::string text) {
  const std::scoped_lock lock{mutex_};
  open_[question - first_].answer = std::move(text);
  for (; !open_.empty() && open_.front().answer; ++first_) {
    out_.write(*open_.front().answer);
    bytes_ -= open_.front().bytes;
    open_.pop_front();
  }
  written_.notify_all();
}

void ordered_answers::wait_until_empty() {
  std::unique_lock lock{mutex_};
  written_.wait(lock, [this] { return open_.empty(); });
}

}  // namespace varve::cli
