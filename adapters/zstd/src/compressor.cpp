#include <varve/zstd/compressor.hpp>

#include <zstd.h>

#include <new>
#include <vector>

namespace varve::zstd {

struct compressor::impl {
  explicit impl(int level) : context(ZSTD_createCCtx()), piece(ZSTD_CStreamOutSize()) {
    if (context == nullptr) throw std::bad_alloc{};
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  }
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;
  ~impl() { ZSTD_freeCCtx(context); }

  result<void> run(std::string_view bytes, ZSTD_EndDirective how, std::string& out) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (true) {
      ZSTD_outBuffer to{piece.data(), piece.size(), 0};
      const std::size_t left = ZSTD_compressStream2(context, &to, &in, how);
      if (ZSTD_isError(left) != 0)
        return error{errc::unavailable, std::string("cannot compress: ") + ZSTD_getErrorName(left)};
      out.append(piece.data(), to.pos);
      if (how == ZSTD_e_end ? left == 0 : in.pos == in.size) return {};
    }
  }

  ZSTD_CCtx* context;
  std::vector<char> piece;
};

compressor::compressor(int level) : impl_(std::make_unique<impl>(level)) {}
compressor::~compressor() = default;
compressor::compressor(compressor&&) noexcept = default;
compressor& compressor::operator=(compressor&&) noexcept = default;

result<void> compressor::compress(std::string_view bytes, std::string& out) {
  return impl_->run(bytes, ZSTD_e_continue, out);
}

result<void> compressor::finish(std::string& out) {
  return impl_->run({}, ZSTD_e_end, out);
}

}  // namespace varve::zstd
