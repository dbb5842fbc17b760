#include <varve/eventstore/checkpoint.hpp>

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

}  // namespace varve
