#pragma once

#include <varve/eventstore/event_store.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

namespace varve::stress {

/// Follows a log from its first event on, and demands that each position comes once and in order, and each
/// stream revision by revision.
class tailer {
 public:
  explicit tailer(event_store& store) : store_(store) {}

  /// Until it has seen the position that `last` gives, which is 0 as long as that is not known. Throws
  /// `std::runtime_error` at what must not come.
  void follow(const std::function<std::int64_t()>& last);

  [[nodiscard]] std::int64_t seen() const { return seen_.position.value(); }
  /// A number that is another one when any event stands elsewhere.
  [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }
  /// How often it read something, and how often there was nothing yet.
  [[nodiscard]] std::int64_t pages() const { return pages_; }
  [[nodiscard]] std::int64_t waits() const { return waits_; }

 private:
  void take(const page& read);
  void take(const event_view& event);

  event_store& store_;
  token seen_;
  std::unordered_map<std::string, revision> next_;
  std::uint64_t fingerprint_ = 14695981039346656037U;
  std::int64_t pages_ = 0, waits_ = 0;
};

}  // namespace varve::stress
