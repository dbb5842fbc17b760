#include "name_cache.hpp"

namespace varve::postgres {
namespace {

using names = std::unordered_map<std::int64_t, std::string>;

constexpr std::size_t most_streams = 100'000;

/// An empty name is one that is not known yet: no stream and no type has it.
std::vector<std::int64_t> fill(names& wanted, const names& known) {
  std::vector<std::int64_t> unknown;
  for (auto& [key, name] : wanted) {
    if (!name.empty()) continue;
    if (const auto found = known.find(key); found != known.end()) {
      name = found->second;
    } else {
      unknown.push_back(key);
    }
  }
  return unknown;
}

}  // namespace

void name_cache::belong_to(const epoch& life) {
  if (life_ == life && known_.streams.size() < most_streams) return;
  life_ = life;
  known_ = {};
}

name_cache::unknown_keys name_cache::find(const epoch& life, key_names& wanted) {
  const std::scoped_lock lock{mutex_};
  belong_to(life);
  return {fill(wanted.streams, known_.streams), fill(wanted.types, known_.types)};
}

void name_cache::add(const epoch& life, const key_names& found) {
  const std::scoped_lock lock{mutex_};
  belong_to(life);
  for (const auto& [key, name] : found.streams) known_.streams.try_emplace(key, name);
  for (const auto& [key, name] : found.types) known_.types.try_emplace(key, name);
}

}  // namespace varve::postgres
