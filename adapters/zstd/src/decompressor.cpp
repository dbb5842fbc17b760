#include <varve/zstd/decompressor.hpp>

#include <zstd.h>

#include <new>
#include <vector>

namespace varve::zstd {

struct decompressor::impl {
  impl() : context(ZSTD_createDCtx()), piece(ZSTD_DStreamOutSize()) {
    if (context == nullptr) throw std::bad_alloc{};
  }
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;
  ~impl() { ZSTD_freeDCtx(context); }

  result<void> run(std::string_view bytes, std::string& out) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    bool full = false;  // there may be more where that came from
    while (in.pos < in.size || full) {
      ZSTD_outBuffer to{piece.data(), piece.size(), 0};
      const std::size_t left = ZSTD_decompressStream(context, &to, &in);
      if (ZSTD_isError(left) != 0)
        return error{errc::corrupt, std::string("this is no sound Zstandard: ") + ZSTD_getErrorName(left)};
      out.append(piece.data(), to.pos);
      inside = left != 0;
      full = to.pos == to.size && inside;
    }
    return {};
  }

  ZSTD_DCtx* context;
  std::vector<char> piece;
  bool inside = false;  // a frame
};

decompressor::decompressor() : impl_(std::make_unique<impl>()) {}
decompressor::~decompressor() = default;
decompressor::decompressor(decompressor&&) noexcept = default;
decompressor& decompressor::operator=(decompressor&&) noexcept = default;

result<void> decompressor::decompress(std::string_view bytes, std::string& out) {
  return impl_->run(bytes, out);
}

result<void> decompressor::finish() const {
  if (!impl_->inside) return {};
  return error{errc::corrupt, "the Zstandard frame is cut off"};
}

}  // namespace varve::zstd
