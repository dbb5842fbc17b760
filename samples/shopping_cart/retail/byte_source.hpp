#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace shop::retail {

/// Fills the span from its beginning and answers with how many bytes it wrote; 0 at the end. Throws
/// `varve::failure` when the bytes cannot be read.
using byte_source = std::function<std::size_t(std::span<char>)>;

/// Something that can be read from its beginning as often as needed.
struct input {
  std::string name;
  std::function<byte_source()> open;
};

/// A file, packed by gzip or not: its first bytes tell, not its name.
[[nodiscard]] input file_input(std::string path);

[[nodiscard]] input text_input(std::string name, std::string text);

}  // namespace shop::retail
