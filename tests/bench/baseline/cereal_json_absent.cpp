#include "cereal_json.hpp"

#include <stdexcept>

// Compiled in place of cereal_json.cpp where the compiler cannot parse Debian's rapidjson.
namespace bench::baseline {
namespace {

[[noreturn]] void refuse() {
  throw std::logic_error("this program was built without cereal's JSON archive");
}

}  // namespace

bool has_cereal_json() {
  return false;
}
sample decode_lines_by_cereal_json(std::span<const std::string>) {
  refuse();
}
sample decode_documents_by_cereal_json(std::span<const std::string>) {
  refuse();
}
std::string cereal_json_of(const order_document&) {
  refuse();
}

}  // namespace bench::baseline
