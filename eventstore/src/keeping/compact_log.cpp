#include <varve/core/detail/sleep_until.hpp>
#include <varve/eventstore/compact_log.hpp>

namespace varve {

result<compaction_report> compact_log(event_store& log, const compaction_options& how) {
  compaction_report out;
  for (bool end = false; !end;) {
    const instant begun = how.time->steady();
    const auto slice = log.compact(out.scanned, how.slice);
    if (!slice) return slice.error();
    end = slice->end;
    out.scanned = slice->scanned;
    out.events += slice->events;
    out.bytes += slice->bytes;
    ++out.slices;
    if (how.progress)
      if (auto good = how.progress(out); !good) return std::move(good).error();
    const instant now = how.time->steady();
    if (!end && now > begun) detail::sleep_until(*how.time, now + (now - begun));
  }
  return out;
}

}  // namespace varve
