#pragma once

#include <varve/eventstore/page.hpp>

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <vector>

namespace varve::engine {

/// Puts a page together: copies what events borrow into blocks of memory that never move, without an
/// allocation an event.
class page_builder {
 public:
  /// Room that lives as long as the page, to be filled by the caller; followed by at least 64 readable bytes.
  [[nodiscard]] char* allocate(std::size_t size) {
    if (size + spare > room_) grow(size);
    char* const out = free_;
    free_ += size;
    room_ -= size;
    return out;
  }

  /// Copies `bytes` to such room.
  [[nodiscard]] std::string_view keep(std::string_view bytes) {
    char* const copy = allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(copy, bytes.data(), bytes.size());
    return {copy, bytes.size()};
  }

  [[nodiscard]] const digest* keep(const digest& value) {
    static_assert(alignof(digest) == 1);
    if (sizeof(digest) + spare > room_) grow(sizeof(digest));
    const digest* const copy = ::new (free_) digest(value);
    free_ += sizeof(digest);
    room_ -= sizeof(digest);
    return copy;
  }

  /// The event must borrow only what was kept, or what outlives the page.
  void add(const event_view& event) { events_.push_back(event); }

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] std::vector<event_view>& events() { return events_; }
  /// Gives the page and leaves the builder empty.
  [[nodiscard]] page finish(const page::facts& known);

 private:
  static constexpr std::size_t spare = 64;

  /// Begins a block that has room for `size` bytes and the spare ones.
  void grow(std::size_t size);

  std::vector<event_view> events_;
  std::vector<page::block> blocks_;
  char* free_ = nullptr;
  std::size_t room_ = 0;
  std::size_t next_block_ = std::size_t{8} << 10U;
};

}  // namespace varve::engine
