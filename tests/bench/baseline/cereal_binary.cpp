#include "cereal_binary.hpp"

#include "decode_all.hpp"

#include <cereal/archives/portable_binary.hpp>

#include <sstream>

namespace bench::baseline {
namespace {

template<class Value>
std::string encode(Value value) {  // a copy: serialize() reads and writes, so it is not const
  std::ostringstream bytes;
  cereal::PortableBinaryOutputArchive archive{bytes};
  value.serialize(archive);
  return bytes.str();
}

}  // namespace

sample decode_lines_by_portable_binary(std::span<const std::string> texts) {
  return decode_all<cereal::PortableBinaryInputArchive, order_line>(texts);
}

sample decode_documents_by_portable_binary(std::span<const std::string> texts) {
  return decode_all<cereal::PortableBinaryInputArchive, order_document>(texts);
}

std::string portable_binary_of(const order_line& line) {
  return encode(line);
}
std::string portable_binary_of(const order_document& document) {
  return encode(document);
}

}  // namespace bench::baseline
