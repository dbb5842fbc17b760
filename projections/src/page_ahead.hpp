#pragma once

#include <varve/eventstore/event_store.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace varve::detail {

/// Reads the log page by page, the next few on a thread of its own while the last one is being worked on. The
/// thread is made when a reader is first seen to lag. Used by one thread at a time.
class page_ahead {
 public:
  page_ahead(event_store& log, filter which, bool looks_ahead)
      : log_(log), which_(std::move(which)), looks_ahead_(looks_ahead) {}
  page_ahead(const page_ahead&) = delete;
  page_ahead& operator=(const page_ahead&) = delete;
  ~page_ahead();

  /// A page of whole commits behind `after`; always the same limit.
  [[nodiscard]] result<page> read(const token& after, std::size_t limit);
  /// The same without looking ahead, for a second reader; may be called beside the first.
  [[nodiscard]] result<page> read_alone(const token& after, std::size_t limit);
  /// Drops what was read ahead: the next page shows the log as it is then.
  void renew();

 private:
  static constexpr std::size_t most_held = 4;

  [[nodiscard]] std::optional<result<page>> take(const token& after);
  void look_ahead(const page& last, std::size_t limit);
  void drop();
  void work();

  event_store& log_;
  const filter which_;
  const bool looks_ahead_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<result<page>> pages_;  // read ahead, without gaps
  std::optional<token> first_;      // what the first of them follows, read already or not
  std::optional<token> next_;       // where to go on
  std::size_t limit_ = 0;
  std::uint64_t dropped_ = 0;  // how often: a page that was being read then is not wanted
  bool ending_ = false;
  std::thread worker_;
};

}  // namespace varve::detail
