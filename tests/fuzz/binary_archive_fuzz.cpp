#include "specimen.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // What is not watched arriving has at most 32 bytes in memory (a string, an inner vector), and takes at
  // least one byte.
  const auto beside = [](std::size_t length) { return 2 * 32 * length; };
  varve::fuzz::check_any({reinterpret_cast<const char*>(data), size}, varve::format::binary, beside);
  return 0;
}
