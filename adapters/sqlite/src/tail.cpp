#include "tail.hpp"

#include <varve/core/name.hpp>

#include <algorithm>
#include <utility>

namespace varve::sqlite {
namespace {

/// A term's text in memory that is used again and again.
const std::string& text_of(term_kind kind, std::string_view name) {
  thread_local std::string text;
  text.assign(1, static_cast<char>(kind)).append(name);
  return text;
}

}  // namespace

void tail::add(std::string_view stream, std::string_view type, tags_view tags) {
  begin_event();
  add_term(text_of(term_kind::type, type));
  add_term(text_of(term_kind::category, category_of(stream)));
  for (const auto tag : tags) add_term(text_of(term_kind::tag, tag));
}

void tail::add_term(const std::string& text) {
  const auto [found, fresh] = by_text_.try_emplace(text, static_cast<number>(terms_.size()));
  if (fresh) terms_.push_back({&found->first, {}});
  numbers_.push_back(found->second);
  terms_[found->second].positions.push_back(end());
}

void tail::cut(std::int64_t position) {
  while (end() > position && end() > base_) {
    for (const number each : numbers_of(end())) terms_[each].positions.pop_back();
    numbers_.resize(starts_.back());
    starts_.pop_back();
  }
}

void tail::drop(std::int64_t position) {
  tail rest{position};
  for (std::int64_t each = position + 1; each <= end(); ++each) {
    rest.begin_event();
    for (const number of : numbers_of(each)) rest.add_term(*terms_[of].text);
  }
  *this = std::move(rest);
}

std::optional<std::int64_t> tail::match(const query& which, std::int64_t after) const {
  if (which.items.empty()) return last_unreserved(after);
  for (const auto& item : which.items)
    if (const auto found = match(item, after)) return found;
  return std::nullopt;
}

std::optional<std::int64_t> tail::match(const query_item& item, std::int64_t after) const {
  std::vector<number> tags;
  for (const auto& tag : item.tags) {
    const auto found = find(term_kind::tag, tag);
    if (!found) return std::nullopt;
    tags.push_back(*found);
  }
  std::vector<number> types;
  for (const auto& type : item.types)
    if (const auto found = find(term_kind::type, type)) types.push_back(*found);
  if (!item.types.empty() && types.empty()) return std::nullopt;
  if (!tags.empty()) return last_with(tags, types, after);
  return types.empty() ? last_unreserved(after) : last_of(types, after);
}

std::optional<std::int64_t> tail::last_of(std::span<const number> types, std::int64_t after) const {
  std::int64_t last = after;
  for (const number each : types)
    if (!terms_[each].positions.empty()) last = std::max(last, terms_[each].positions.back());
  return last > after ? std::optional(last) : std::nullopt;
}

std::optional<std::int64_t> tail::last_with(std::span<const number> tags, std::span<const number> types,
                                            std::int64_t after) const {
  const auto among = [](std::span<const number> list, number each) {
    return std::ranges::find(list, each) != list.end();
  };
  const number rarest =
      *std::ranges::min_element(tags, {}, [&](number each) { return terms_[each].positions.size(); });
  const auto& positions = terms_[rarest].positions;
  for (auto at = positions.rbegin(); at != positions.rend() && *at > after; ++at) {
    const auto numbers = numbers_of(*at);
    const bool typed = types.empty() || among(types, numbers.front());
    if (typed && std::ranges::all_of(tags, [&](number tag) { return among(numbers, tag); })) return *at;
  }
  return std::nullopt;
}

std::optional<std::int64_t> tail::last_unreserved(std::int64_t after) const {
  for (std::int64_t at = end(); at > after && at > base_; --at)
    if (!reserved(at)) return at;
  return std::nullopt;
}

std::vector<const tail::term*> tail::sorted_terms() const {
  std::vector<const term*> out;
  out.reserve(terms_.size());
  for (const auto& each : terms_)
    if (!each.positions.empty()) out.push_back(&each);
  std::ranges::sort(out, {}, [](const term* each) -> const std::string& { return *each->text; });
  return out;
}

std::span<const tail::number> tail::numbers_of(std::int64_t position) const {
  const auto event = static_cast<std::size_t>(position - base_ - 1);
  const std::size_t first = starts_[event];
  const std::size_t behind = event + 1 < starts_.size() ? starts_[event + 1] : numbers_.size();
  return std::span(numbers_).subspan(first, behind - first);
}

bool tail::reserved(std::int64_t position) const {
  const std::string& type = *terms_[numbers_of(position).front()].text;
  return is_reserved(std::string_view(type).substr(1));
}

std::optional<tail::number> tail::find(term_kind kind, std::string_view name) const {
  const auto found = by_text_.find(text_of(kind, name));
  if (found == by_text_.end()) return std::nullopt;
  return found->second;
}

}  // namespace varve::sqlite
