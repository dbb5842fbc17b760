#include "varve_log.hpp"

#include "numbered_name.hpp"
#include "varve_append.hpp"

#include <utility>

namespace bench {

varve_log::varve_log(std::filesystem::path path, std::size_t events) : path_(std::move(path)) {
  constexpr std::size_t events_per_append = 1'000;
  constexpr std::size_t events_at_once = 10'000;
  workload source;
  for (; events_ < events; events_ += events_at_once)
    append_to_varve(path_, appends_of(source.take(events_at_once), events_per_append, tagging::none));
  complete_streams_.assign(source.complete_streams().begin(), source.complete_streams().end());
}

std::vector<std::int64_t> varve_log::draw_streams(std::size_t count) const {
  random_source random{2};
  std::vector<std::int64_t> drawn(count);
  for (auto& stream : drawn) stream = complete_streams_[random.below(complete_streams_.size())];
  return drawn;
}

std::string varve_log::stream_name(std::int64_t key) {
  return numbered_name("order-", 8, static_cast<std::uint64_t>(key));
}

}  // namespace bench
