#include "tail.hpp"

#include <varve/core/name.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace varve::sqlite {
namespace {

/// A term's text in memory that is used again and again.
std::string_view text_for(term_kind kind, std::string_view name) {
  thread_local std::string text;
  return text.assign(1, static_cast<char>(kind)).append(name);
}

}  // namespace

void tail::add(std::string_view stream, std::string_view type, tags_view tags) {
  begin_event();
  add_term(text_for(term_kind::type, type));
  add_term(text_for(term_kind::category, category_of(stream)));
  for (const auto tag : tags) add_term(text_for(term_kind::tag, tag));
}

void tail::add_term(std::string_view text) {
  const number term = terms_.intern(text);
  auto& known = terms_[term];
  mentions_.push_back({term, static_cast<std::uint32_t>(starts_.size() - 1), known.last});
  known.last = static_cast<std::uint32_t>(mentions_.size());
  ++known.count;
}

void tail::cut(std::int64_t position) {
  while (end() > position && end() > base_) {
    for (; mentions_.size() > starts_.back(); mentions_.pop_back()) {
      auto& known = terms_[mentions_.back().term];
      known.last = mentions_.back().previous;
      --known.count;
    }
    starts_.pop_back();
  }
}

void tail::drop(std::int64_t position) {
  tail rest{position};
  for (std::int64_t each = position + 1; each <= end(); ++each) {
    rest.begin_event();
    for (const mention& m : mentions_of(each)) rest.add_term(terms_.text_of(m.term));
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
    const auto found = terms_.find(text_for(term_kind::tag, tag));
    if (!found) return std::nullopt;
    tags.push_back(*found);
  }
  std::vector<number> types;
  for (const auto& type : item.types)
    if (const auto found = terms_.find(text_for(term_kind::type, type))) types.push_back(*found);
  if (!item.types.empty() && types.empty()) return std::nullopt;
  if (!tags.empty()) return last_with(tags, types, after);
  return types.empty() ? last_unreserved(after) : last_of_types(types, after);
}

std::optional<std::int64_t> tail::last_of_types(std::span<const number> types, std::int64_t after) const {
  std::int64_t last = after;
  for (const number each : types)
    if (const mention* const found = last_of(each)) last = std::max(last, position_of(*found));
  return last > after ? std::optional(last) : std::nullopt;
}

std::optional<std::int64_t> tail::last_with(std::span<const number> tags, std::span<const number> types,
                                            std::int64_t after) const {
  const auto mentioned = [](std::span<const mention> list, number term) {
    return std::ranges::find(list, term, &mention::term) != list.end();
  };
  const number rarest = *std::ranges::min_element(tags, {}, [&](number each) { return terms_[each].count; });
  for (const mention* at = last_of(rarest); at != nullptr && position_of(*at) > after; at = before(*at)) {
    const auto mentions = mentions_of(position_of(*at));
    const bool typed = types.empty() || std::ranges::find(types, mentions.front().term) != types.end();
    if (typed && std::ranges::all_of(tags, [&](number tag) { return mentioned(mentions, tag); }))
      return position_of(*at);
  }
  return std::nullopt;
}

std::optional<std::int64_t> tail::last_unreserved(std::int64_t after) const {
  for (std::int64_t at = end(); at > after && at > base_; --at)
    if (!reserved(at)) return at;
  return std::nullopt;
}

std::vector<term_table::number> tail::sorted_terms() const {
  std::vector<number> out(terms_.size());
  std::iota(out.begin(), out.end(), number{0});
  std::ranges::sort(out, {}, [&](number term) { return terms_.text_of(term); });
  return out;
}

std::vector<std::int64_t> tail::positions_of(number term, std::int64_t last) const {
  std::vector<std::int64_t> out;
  for (const mention* at = last_of(term); at != nullptr; at = before(*at))
    if (position_of(*at) <= last) out.push_back(position_of(*at));
  std::ranges::reverse(out);
  return out;
}

const tail::mention* tail::last_of(number term) const {
  const std::uint32_t place = terms_[term].last;
  return place == 0 ? nullptr : &mentions_[place - 1];
}

const tail::mention* tail::before(const mention& m) const {
  return m.previous == 0 ? nullptr : &mentions_[m.previous - 1];
}

std::span<const tail::mention> tail::mentions_of(std::int64_t position) const {
  const auto event = static_cast<std::size_t>(position - base_ - 1);
  const std::size_t first = starts_[event];
  const std::size_t behind = event + 1 < starts_.size() ? starts_[event + 1] : mentions_.size();
  return std::span(mentions_).subspan(first, behind - first);
}

bool tail::reserved(std::int64_t position) const {
  return is_reserved(terms_.text_of(mentions_of(position).front().term).substr(1));
}

}  // namespace varve::sqlite
