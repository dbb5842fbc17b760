#pragma once

#include <varve/core/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace varve::zstd {

/// Unpacks frames that follow each other. Its memory is bounded, whatever the bytes say. Used by one thread
/// at a time.
class decompressor {
 public:
  decompressor();
  ~decompressor();
  decompressor(decompressor&&) noexcept;
  decompressor& operator=(decompressor&&) noexcept;

  /// Appends to `out` what `bytes` complete. `corrupt` when they are not Zstandard or fail its checksum.
  result<void> decompress(std::string_view bytes, std::string& out);
  /// `corrupt` when the bytes have ended inside a frame.
  [[nodiscard]] result<void> finish() const;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::zstd
