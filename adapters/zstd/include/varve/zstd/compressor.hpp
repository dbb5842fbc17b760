#pragma once

#include <varve/core/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace varve::zstd {

/// Packs a stream of bytes into one frame with a checksum. Used by one thread at a time.
class compressor {
 public:
  /// `level` from 1 (quick) to 19 (small).
  explicit compressor(int level = 3);
  ~compressor();
  compressor(compressor&&) noexcept;
  compressor& operator=(compressor&&) noexcept;

  /// Appends to `out` what of the frame is ready.
  result<void> compress(std::string_view bytes, std::string& out);
  /// Appends the rest of the frame. What comes afterwards begins another.
  result<void> finish(std::string& out);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace varve::zstd
