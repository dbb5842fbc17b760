#include "cereal_json.hpp"

#include "../order_line.hpp"
#include "decode_all.hpp"

#include <cereal/archives/json.hpp>

#include <sstream>

namespace bench::baseline {

bool has_cereal_json() {
  return true;
}

sample decode_lines_by_cereal_json(std::span<const std::string> texts) {
  return decode_all<cereal::JSONInputArchive, order_line>(texts);
}

sample decode_documents_by_cereal_json(std::span<const std::string> texts) {
  return decode_all<cereal::JSONInputArchive, order_document>(texts);
}

std::string cereal_json_of(const order_document& document) {
  std::ostringstream text;
  {
    cereal::JSONOutputArchive archive{text, cereal::JSONOutputArchive::Options::NoIndent()};
    order_document copy = document;  // serialize() reads and writes, so it is not const
    copy.serialize(archive);
  }
  return text.str();
}

}  // namespace bench::baseline
