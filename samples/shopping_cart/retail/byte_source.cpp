#include "retail/byte_source.hpp"

#include <zlib.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

namespace shop::retail {
namespace {

struct closing {
  void operator()(gzFile file) const { gzclose(file); }
};
using packed_file = std::unique_ptr<gzFile_s, closing>;

std::size_t read_some(gzFile file, const std::string& path, std::span<char> into) {
  const int got = gzread(file, into.data(), static_cast<unsigned>(into.size()));
  int problem = Z_OK;
  const char* message = gzerror(file, &problem);
  if (got < 0 || problem != Z_OK) throw std::runtime_error(path + ": cannot be read: " + message);
  return static_cast<std::size_t>(got);
}

}  // namespace

input file_input(std::string path) {
  return {path, [path] {
            const std::shared_ptr<gzFile_s> file = packed_file{gzopen(path.c_str(), "rb")};
            if (!file) throw std::runtime_error(path + ": cannot be opened: " + std::strerror(errno));
            return [file, path](std::span<char> into) { return read_some(file.get(), path, into); };
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
