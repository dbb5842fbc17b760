#pragma once

#include <varve/core/result.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace varve {

/// Tags without their memory: a range of string_view over their packed form (docs/formats.md, "Tags").
class tags_view {
 public:
  class iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;

    constexpr iterator() = default;
    constexpr explicit iterator(const char* at) : at_(at) {}
    constexpr std::string_view operator*() const { return {at_ + 1, static_cast<unsigned char>(*at_)}; }
    constexpr iterator& operator++() { return at_ += 1 + static_cast<unsigned char>(*at_), *this; }
    constexpr iterator operator++(int) {
      return iterator{std::exchange(at_, (at_ + 1) + static_cast<unsigned char>(*at_))};
    }
    friend constexpr bool operator==(iterator, iterator) = default;

   private:
    const char* at_ = nullptr;
  };

  constexpr tags_view() = default;
  /// `packed` must be well formed, as `tags::packed()` gives it and `is_packed` tells.
  constexpr explicit tags_view(std::string_view packed) : packed_(packed) {}

  [[nodiscard]] constexpr iterator begin() const { return iterator{packed_.data()}; }
  [[nodiscard]] constexpr iterator end() const { return iterator{packed_.data() + packed_.size()}; }
  [[nodiscard]] constexpr bool empty() const { return packed_.empty(); }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(std::distance(begin(), end())); }
  [[nodiscard]] bool contains(std::string_view tag) const;
  [[nodiscard]] constexpr std::string_view packed() const { return packed_; }

  /// Whether bytes from outside are the packed form of at most 64 tags.
  [[nodiscard]] static bool is_packed(std::string_view bytes);

 private:
  std::string_view packed_;
};

/// The labels of an event that queries and conditions look for: at most 64 names of 1 to 255 bytes, kept in
/// the order they were added, each once. They survive compaction and deletion: put no personal data into
/// them.
class tags {
 public:
  static constexpr std::size_t most = 64;

  tags() = default;
  /// Throws `failure` on a malformed tag or on more than 64.
  tags(std::initializer_list<std::string_view> list);

  /// Adds a tag unless it is there; `invalid_argument` when it is malformed or one too many.
  result<void> add(std::string_view tag);

  [[nodiscard]] tags_view view() const& { return tags_view{packed_}; }
  tags_view view() && = delete;
  [[nodiscard]] bool empty() const { return packed_.empty(); }
  [[nodiscard]] std::size_t size() const { return view().size(); }
  [[nodiscard]] bool contains(std::string_view tag) const { return view().contains(tag); }
  [[nodiscard]] const std::string& packed() const& { return packed_; }

  friend bool operator==(const tags&, const tags&) = default;

 private:
  std::string packed_;
};

}  // namespace varve
