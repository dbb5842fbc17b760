#include "store_read.hpp"

#include "stopwatch.hpp"

#include <cstdint>

namespace bench {
namespace {

/// Depends on every member of every view, as row_witness does on every column of a row.
class view_witness {
 public:
  void take(const varve::event_view& event) {
    ++events_;
    for (const std::int64_t number :
         {event.position.value(), event.commit.value(), event.revision.value(),
          event.occurred_at.time_since_epoch().count(), event.recorded_at.time_since_epoch().count()})
      sum_ += static_cast<std::uint64_t>(number);
    for (const auto text : {event.stream.name(), event.type, event.content_type, event.data, event.metadata,
                            event.tags.packed()})
      if (!text.empty()) sum_ += text.size() + static_cast<unsigned char>(text.front());
    sum_ += event.id.value.bytes.front() + event.content_digest->bytes.front();
  }

  std::uint64_t events() const { return events_; }
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t events_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace

sample scan_store(varve::event_store& store) {
  auto place = varve::token{store.info().value().epoch, varve::position{0}};
  view_witness witness;
  const stopwatch watch;
  for (bool end = false; !end;) {
    const auto page = store.read_log(place, {}, {.limit = 1'000}).value();
    for (const auto& event : page) witness.take(event);
    if (page.scanned()) place.position = page.scanned()->position;
    end = page.at_end();
  }
  return {.items = witness.events(), .seconds = watch.seconds(), .witness = witness.sum()};
}

sample read_streams_of(varve::event_store& store, std::span<const varve::stream_id> names) {
  view_witness witness;
  const stopwatch watch;
  for (const auto& name : names) {
    const auto page = store.read_stream(name, varve::revision{0}, {}, {}).value();
    for (const auto& event : page) witness.take(event);
  }
  return {.items = names.size(), .seconds = watch.seconds(), .witness = witness.sum()};
}

}  // namespace bench
