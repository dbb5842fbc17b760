#include <varve/eventstore/engine/stream_state.hpp>

namespace varve::engine {

bool holds(const expected& demand, const stream_state& stream) {
  switch (demand.what()) {
    case expected::kind::any: return true;
    case expected::kind::no_stream: return !stream.exists();
    case expected::kind::stream_exists: return stream.exists();
    case expected::kind::exactly: break;
  }
  return !stream.closed && stream.last == demand.revision();
}

}  // namespace varve::engine
