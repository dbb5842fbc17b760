#include "specimen.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // What is not watched arriving has at most 32 bytes in memory (a string, a member in the index), and takes
  // at least two characters.
  const auto beside = [](std::size_t length) { return 2 * 32 * (length / 2 + 1); };
  varve::fuzz::check_any({reinterpret_cast<const char*>(data), size}, varve::format::json, beside);
  return 0;
}
