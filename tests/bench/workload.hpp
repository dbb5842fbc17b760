#pragma once

#include "order_line.hpp"
#include "random_source.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// One event of the workload, with all that a store might want to be told. A contender uses what it needs.
struct event {
  std::array<unsigned char, 16> id{};  // a UUIDv7 of its time, in 4,096ths of a millisecond: rising
  std::int64_t stream = 0;             // integer key: from 1, in order of the streams' first events
  std::string stream_name;             // "order-" and the key in eight digits
  std::int64_t revision = 0;           // place in the stream, from 0
  std::int64_t type = 0;               // from 1; its name is type_names[type - 1]
  std::string data;                    // JSON of an order_line, 208 bytes on average
  std::string metadata;                // JSON, 95 bytes
  std::int64_t time = 0;               // nanoseconds since 1970, rising
  std::array<std::string, 2> tags{};   // the product and the customer
};

inline constexpr std::array<std::string_view, 5> type_names{"order.line-added", "order.line-changed",
                                                            "order.line-discounted", "order.line-picked",
                                                            "order.line-shipped"};

/// The workload of every benchmark: seeded, the same everywhere. Streams of 10 events arrive interleaved:
/// each event belongs to one of 1,000 active streams, drawn at random; a stream that is complete gives its
/// place to a new one.
class workload {
 public:
  static constexpr std::size_t active_streams = 1'000;
  static constexpr std::int64_t events_per_stream = 10;

  explicit workload(std::uint64_t seed = 1) : random_(seed), active_(active_streams) {}

  event next();
  std::vector<event> take(std::size_t count);

  /// Keys of the streams that have all their events by now, in the order in which they became complete.
  std::span<const std::int64_t> complete_streams() const { return complete_; }

 private:
  struct place {
    std::int64_t stream = 0;  // 0: nobody yet
    std::int64_t next_revision = 0;
  };

  place& draw_place();

  random_source random_;
  std::vector<place> active_;
  std::vector<std::int64_t> complete_;
  std::int64_t last_stream_ = 0;
  std::int64_t made_ = 0;
};

/// Gives an event the stream and revision of the n-th that one of several callers appends, who each have
/// streams of their own. Its stream's name stays.
void place_in_share(event& what, std::size_t caller, std::size_t callers, std::size_t n);

}  // namespace bench
