#include <varve/eventstore/compact_log.hpp>

#include <condition_variable>
#include <mutex>

namespace varve {
namespace {

/// Lets time pass.
void rest(const clock& time, std::chrono::nanoseconds how_long) {
  std::mutex mutex;
  std::condition_variable never_notified;
  std::unique_lock lock{mutex};
  const instant until = time.steady() + how_long;
  while (time.wait(lock, never_notified, until)) continue;
}

}  // namespace

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
    if (const auto took = how.time->steady() - begun; !end && took.count() > 0) rest(*how.time, took);
  }
  return out;
}

}  // namespace varve
