#pragma once

#include <varve/core/stream_id.hpp>
#include <varve/eventstore/expected.hpp>
#include <varve/eventstore/page.hpp>

#include <optional>
#include <utility>

namespace varve {

/// What a decision over one stream rests on: the pages it has read, and the demand that follows from them.
class stream_boundary {
 public:
  explicit stream_boundary(stream_id stream) : stream_(std::move(stream)) {}

  [[nodiscard]] const stream_id& stream() const { return stream_; }
  /// Nothing is read yet.
  void begin() { last_.reset(); }
  void saw(const page& read) {
    if (read.scanned_revision()) last_ = read.scanned_revision();
    head_ = read.head();
  }

  /// Where the next page begins.
  [[nodiscard]] revision next() const { return last_ ? last_->next() : revision{0}; }
  /// The stream's last revision, hidden events included; absent when it was never written.
  [[nodiscard]] const std::optional<revision>& last() const { return last_; }
  /// The log's head when it was last read.
  [[nodiscard]] const token& head() const { return head_; }

  /// Holds only while nobody has written the stream since.
  [[nodiscard]] expected demand() const { return last_ ? expected{*last_} : expected::no_stream(); }

 private:
  stream_id stream_;
  std::optional<revision> last_;
  token head_;
};

}  // namespace varve
