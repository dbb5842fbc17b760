#include "workload.hpp"

#include "json_text.hpp"
#include "numbered_name.hpp"

namespace bench {
namespace {

constexpr std::int64_t first_time = 1'767'225'600'000'000'000;  // 2026-01-01T00:00:00Z
constexpr std::int64_t time_between_events = 137'000;           // ns: about 7,300 events a second

std::array<unsigned char, 16> time_ordered_id(std::int64_t time, std::uint64_t random) {
  const auto milliseconds = static_cast<std::uint64_t>(time / 1'000'000);
  const auto part_of_it = static_cast<std::uint64_t>(time % 1'000'000 * 4'096 / 1'000'000);
  const std::uint64_t high = milliseconds << 16 | 0x7000 | part_of_it;
  const std::uint64_t low = (random & 0x3fff'ffff'ffff'ffff) | 0x8000'0000'0000'0000;
  std::array<unsigned char, 16> id;
  for (std::size_t i = 0; i < 8; ++i) {
    id[i] = static_cast<unsigned char>(high >> (56 - 8 * i));
    id[8 + i] = static_cast<unsigned char>(low >> (56 - 8 * i));
  }
  return id;
}

std::string uuid_text(const std::array<unsigned char, 16>& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[id[i] >> 4];
    text += digits[id[i] & 15];
  }
  return text;
}

std::string metadata_json(const std::array<unsigned char, 16>& correlation, random_source& random) {
  std::string out;
  out.reserve(96);
  json_text{out}
      .text(R"({"correlation":)", uuid_text(correlation))
      .text(R"(,"actor":)", numbered_name("clerk-", 3, random.below(1'000)))
      .text(R"(,"tenant":)", numbered_name("tenant-", 2, random.below(100)))
      .raw("}");
  return out;
}

}  // namespace

workload::place& workload::draw_place() {
  auto& drawn = active_[random_.below(active_.size())];
  if (drawn.stream == 0) drawn = {++last_stream_, 0};
  return drawn;
}

event workload::next() {
  auto& drawn = draw_place();
  event made;
  made.stream = drawn.stream;
  made.stream_name = numbered_name("order-", 8, static_cast<std::uint64_t>(made.stream));
  made.revision = drawn.next_revision++;
  made.time = first_time + made_ * time_between_events;
  made.id = time_ordered_id(made.time, random_.bits());
  made.type = random_.between(1, static_cast<std::int64_t>(type_names.size()));

  order_line line = random_order_line(random_);
  line.order = made.stream_name;
  line.line = static_cast<std::int32_t>(made.revision + 1);
  made.data.reserve(224);
  append_json(made.data, line);
  made.metadata = metadata_json(made.id, random_);
  made.tags = {"product:" + line.product, "customer:" + line.customer};

  if (drawn.next_revision == events_per_stream) {
    complete_.push_back(drawn.stream);
    drawn = {};
  }
  ++made_;
  return made;
}

std::vector<event> workload::take(std::size_t count) {
  std::vector<event> events;
  events.reserve(count);
  while (events.size() < count) events.push_back(next());
  return events;
}

void place_in_share(event& what, std::size_t caller, std::size_t callers, std::size_t n) {
  constexpr auto in_a_stream = static_cast<std::size_t>(workload::events_per_stream);
  what.stream = static_cast<std::int64_t>(1 + caller + callers * (n / in_a_stream));
  what.revision = static_cast<std::int64_t>(n % in_a_stream);
}

}  // namespace bench
