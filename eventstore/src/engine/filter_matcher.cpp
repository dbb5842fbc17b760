#include <varve/core/name.hpp>
#include <varve/eventstore/engine/filter_matcher.hpp>

#include <algorithm>

namespace varve::engine {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

bool matches(const query_item& item, std::string_view type, tags_view tags) {
  if (item.types.empty() ? is_reserved(type) : !contains(item.types, type)) return false;
  return std::ranges::all_of(item.tags, [&](const std::string& tag) { return tags.contains(tag); });
}

}  // namespace

bool matches(const query& which, std::string_view type, tags_view tags) {
  if (which.items.empty()) return !is_reserved(type);
  return std::ranges::any_of(which.items, [&](const query_item& item) { return matches(item, type, tags); });
}

// A reserved event that passes any of these parts was named by it; that a query names it, the query sees to.
bool matches(const filter& which, std::string_view stream, std::string_view type, tags_view tags) {
  return (which.types.empty() || contains(which.types, type)) &&
         (which.categories.empty() || contains(which.categories, category_of(stream))) &&
         stream.starts_with(which.prefix) && (which.query.items.empty() || matches(which.query, type, tags));
}

}  // namespace varve::engine
