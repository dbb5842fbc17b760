#include "statement_cache.hpp"

#include <varve/projections/table_names.hpp>

#include <functional>

namespace varve::sqlite {
namespace {

std::size_t slot_of(std::string_view sql, std::size_t slots) {
  return (reinterpret_cast<std::uintptr_t>(sql.data()) >> 3U) % slots;
}

}  // namespace

statement_cache::lease statement_cache::take(std::string_view sql, std::optional<std::int64_t> generation) {
  entry*& recent = recent_[slot_of(sql, recent_.size())];
  const bool hit =
      recent != nullptr && !recent->in_use && recent->generation == generation && recent->sql == sql;
  if (!hit) recent = &find(sql, generation);
  return lease{*recent};
}

statement_cache::entry& statement_cache::find(std::string_view sql, std::optional<std::int64_t> generation) {
  const std::size_t hash = std::hash<std::string_view>{}(sql);
  const auto [first, last] = entries_.equal_range(hash);
  for (auto at = first; at != last; ++at) {
    entry& candidate = *at->second;
    if (!candidate.in_use && candidate.generation == generation && candidate.sql == sql) return candidate;
  }
  return prepare(hash, sql, generation);
}

statement_cache::entry& statement_cache::prepare(std::size_t hash, std::string_view sql,
                                                 std::optional<std::int64_t> generation) {
  if (entries_.size() >= most) clear();
  std::string expanded = expand_tables(sql, generation).value();
  std::string_view rest;
  statement first{db_, expanded, &rest};
  const bool script = rest.find_first_not_of(" \t\r\n;") != std::string_view::npos;
  auto made = std::make_unique<entry>(
      entry{std::string{sql}, generation, std::move(expanded), std::move(first), script, false});
  return *entries_.emplace(hash, std::move(made))->second;
}

void statement_cache::clear() {
  recent_.fill(nullptr);
  std::erase_if(entries_, [](const auto& each) { return !each.second->in_use; });
}

}  // namespace varve::sqlite
