#include "retail/byte_source.hpp"

#include <varve/core/error.hpp>

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace shop::retail {
namespace {

struct closing {
  void operator()(gzFile file) const { gzclose(file); }
};
using packed_file = std::unique_ptr<gzFile_s, closing>;

varve::errc code_of(int system_error) {
  switch (system_error) {
    case ENOENT:
    case ENOTDIR: return varve::errc::not_found;
    case EISDIR: return varve::errc::invalid_argument;
    default: return varve::errc::unavailable;
  }
}

std::size_t read_some(gzFile file, std::span<char> into) {
  const int got = gzread(file, into.data(), static_cast<unsigned>(into.size()));
  int problem = Z_OK;
  const char* message = gzerror(file, &problem);
  if (got < 0 || problem != Z_OK)
    throw varve::failure{
        {problem == Z_ERRNO ? code_of(errno) : varve::errc::corrupt, std::string{"cannot read "} + message}};
  return static_cast<std::size_t>(got);
}

}  // namespace

input file_input(std::string path) {
  return {path, [path] {
            const std::shared_ptr<gzFile_s> file = packed_file{gzopen(path.c_str(), "rb")};
            if (!file)
              throw varve::failure{{code_of(errno), path + ": cannot be opened: " + std::strerror(errno)}};
            return [file](std::span<char> into) { return read_some(file.get(), into); };
          }};
}

input text_input(std::string name, std::string text) {
  const auto shared = std::make_shared<const std::string>(std::move(text));
  return {std::move(name), [shared] {
            return [shared, at = std::size_t{0}](std::span<char> into) mutable {
              const std::size_t length = shared->copy(into.data(), into.size(), at);
              at += length;
              return length;
            };
          }};
}

}  // namespace shop::retail
