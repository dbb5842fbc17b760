#pragma once

#include "output/line_writer.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace varve::cli {

/// Writes answers in the order of their questions, whenever they come, and holds back whoever asks more than
/// may be open. Thread-safe.
class ordered_answers {
 public:
  ordered_answers(line_writer& out, std::size_t most, std::size_t most_bytes)
      : out_(out), most_(most), most_bytes_(most_bytes) {}

  /// Opens the next question, which holds that many bytes until it is answered; waits for room.
  [[nodiscard]] std::uint64_t ask(std::size_t bytes);
  void answer(std::uint64_t question, std::string text);
  void wait_until_empty();

 private:
  struct open_question {
    std::size_t bytes;
    std::optional<std::string> answer;
  };

  line_writer& out_;
  const std::size_t most_;
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::deque<open_question> open_;
  std::uint64_t first_ = 0;  // number of the first that is open
  std::size_t bytes_ = 0;
};

}  // namespace varve::cli
