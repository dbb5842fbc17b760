#pragma once

#include <varve/core/digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

struct evp_md_ctx_st;

namespace varve::detail {

/// A SHA-256 that is set up once a thread: the set-up costs more than hashing an event.
class hasher {
 public:
  hasher();
  ~hasher();
  hasher(const hasher&) = delete;
  hasher& operator=(const hasher&) = delete;

  hasher& add(std::string_view bytes);
  hasher& add(std::uint64_t number);
  hasher& add_sized(std::string_view bytes) { return add(std::uint64_t{bytes.size()}).add(bytes); }
  /// The hash of all that was added; then it begins anew.
  [[nodiscard]] digest finish();

 private:
  void flush();

  evp_md_ctx_st* context_;
  std::size_t staged_size_ = 0;
  std::array<char, 1024> staged_;  // handing each small piece to OpenSSL costs more than hashing it
};

[[nodiscard]] hasher& this_thread_hasher();

}  // namespace varve::detail
