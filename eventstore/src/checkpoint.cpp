#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/slice_cut.hpp>

namespace varve {

error fenced(const checkpoint_key& whose) {
  return {errc::fenced,
          "`" + whose.consumer +
              "` was taken over by another runner: this one wrote nothing and begins again from "
              "the checkpoint"};
}

result<checkpoint> memory_checkpoints::take_over(const checkpoint_key& whose) {
  const std::lock_guard lock{mutex_};
  auto& place = places_[whose];
  ++place.version;
  return place;
}

result<void> memory_checkpoints::save(const checkpoint_key& whose, const checkpoint& read,
                                      const checkpoint& next) {
  const std::lock_guard lock{mutex_};
  const auto place = places_.find(whose);
  if (place == places_.end() || place->second.position != read.position ||
      place->second.version != read.version) {
    return fenced(whose);
  }
  place->second = next;
  place->second.version = read.version;
  return {};
}

result<std::optional<checkpoint>> memory_checkpoints::load(const checkpoint_key& whose) {
  const std::lock_guard lock{mutex_};
  const auto place = places_.find(whose);
  if (place == places_.end()) return std::optional<checkpoint>{};
  return std::optional{place->second};
}

result<std::vector<slice_checkpoint>> memory_checkpoints::list(const std::string& consumer,
                                                               std::int64_t generation) {
  const std::lock_guard lock{mutex_};
  return ranges(consumer, generation);
}

result<void> memory_checkpoints::cut(const std::string& consumer, std::int64_t generation,
                                     std::int64_t at_least) {
  if (auto good = check_partitions(at_least); !good) return good;
  const std::lock_guard lock{mutex_};
  places_.try_emplace({consumer, generation});
  for (const auto& split : splits_for(ranges(consumer, generation), at_least)) {
    auto& whole = places_[{consumer, generation, split.of}];
    places_[{consumer, generation, split.at}] = whole;
    ++whole.version;
  }
  return {};
}

std::vector<slice_checkpoint> memory_checkpoints::ranges(const std::string& consumer,
                                                         std::int64_t generation) const {
  std::vector<slice_checkpoint> found;
  for (auto at = places_.lower_bound({consumer, generation}); at != places_.end(); ++at) {
    if (at->first.consumer != consumer || at->first.generation != generation) break;
    found.push_back({at->first.slice, at->second});
  }
  return found;
}

}  // namespace varve
