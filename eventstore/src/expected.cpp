#include <varve/eventstore/expected.hpp>

namespace varve {

std::string expected::to_string() const {
  switch (kind_) {
    case kind::any: return "any";
    case kind::no_stream: return "no_stream";
    case kind::stream_exists: return "stream_exists";
    case kind::exactly: break;
  }
  return std::to_string(revision_.value());
}

}  // namespace varve
