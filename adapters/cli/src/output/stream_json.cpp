#include "output/stream_json.hpp"

#include "output/json_object.hpp"

namespace varve::cli {

void append_stream_json(std::string& out, const stream_summary& stream) {
  json_object{out}
      .text("stream", stream.stream)
      .number("revision", stream.revision.value())
      .number("events", stream.events)
      .boolean("deleted", stream.deleted)
      .close();
}

}  // namespace varve::cli
