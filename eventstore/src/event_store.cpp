#include <varve/eventstore/event_store.hpp>

namespace varve {

result<void> event_store::import_commits(const import_batch&) {
  return error{errc::unsupported, "a " + status().kind + " store takes no events of another log"};
}

result<compaction_slice> event_store::compact(position, const compaction_limits&) {
  return error{errc::unsupported, "a " + status().kind + " store does not compact"};
}

}  // namespace varve
