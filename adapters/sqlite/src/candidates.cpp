#include "candidates.hpp"

#include <varve/core/name.hpp>

#include "term.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace varve::sqlite {
namespace {

using node = std::unique_ptr<candidates>;
using nodes = std::vector<node>;

/// Whether a stands before b in the direction walked.
bool before(direction way, std::int64_t a, std::int64_t b) {
  return way == direction::forward ? a < b : a > b;
}

/// The postings of one term.
class term_walk final : public candidates {
 public:
  term_walk(std::string term, direction way, posting_statements& source)
      : term_(std::move(term)), way_(way), source_(source) {
    if (const auto chunk = fetch(source_.newest, std::nullopt)) estimate_ = chunk->events;
  }

  [[nodiscard]] std::optional<std::int64_t> seek(std::int64_t from) override {
    while (!done_) {
      if (const auto found = seek_here(from)) return found;
      load(from);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::int64_t estimate() const override { return estimate_; }

 private:
  /// Within the chunk in memory, whose positions stand in the order walked.
  [[nodiscard]] std::optional<std::int64_t> seek_here(std::int64_t from) {
    const auto begin = positions_.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto found = std::partition_point(begin, positions_.end(),
                                            [&](std::int64_t each) { return before(way_, each, from); });
    at_ = static_cast<std::size_t>(found - positions_.begin());
    if (found == positions_.end()) return std::nullopt;
    return *found;
  }

  void load(std::int64_t from) {
    auto chunk = fetch(source_.at_or_before, from);
    if (way_ == direction::forward && (!chunk || chunk->last < from)) chunk = fetch(source_.behind, from);
    done_ = !chunk;
    if (done_) return;
    positions_ = chunk->positions();
    if (way_ == direction::backward) std::ranges::reverse(positions_);
    at_ = 0;
  }

  [[nodiscard]] std::optional<posting_chunk> fetch(statement& select, std::optional<std::int64_t> place) {
    auto row = place ? select.run(std::string_view(term_), *place) : select.run(std::string_view(term_));
    if (!row.next()) return std::nullopt;
    return read_chunk(row, term_);
  }

  std::string term_;
  direction way_;
  posting_statements& source_;
  std::int64_t estimate_ = 0;
  std::vector<std::int64_t> positions_;
  std::size_t at_ = 0;
  bool done_ = false;
};

/// Where any of several walks has a candidate.
class any_walk final : public candidates {
 public:
  any_walk(nodes parts, direction way) : parts_(std::move(parts)), way_(way) {}

  [[nodiscard]] std::optional<std::int64_t> seek(std::int64_t from) override {
    std::optional<std::int64_t> nearest;
    for (const auto& part : parts_) {
      const auto found = part->seek(from);
      if (found && (!nearest || before(way_, *found, *nearest))) nearest = found;
    }
    return nearest;
  }

  [[nodiscard]] std::int64_t estimate() const override {
    std::int64_t sum = 0;
    for (const auto& part : parts_) sum += part->estimate();
    return sum;
  }

 private:
  nodes parts_;
  direction way_;
};

/// Where all of several walks have a candidate; the rarest leads.
class all_walk final : public candidates {
 public:
  explicit all_walk(nodes parts) : parts_(std::move(parts)) {
    std::ranges::sort(parts_, {}, [](const node& part) { return part->estimate(); });
  }

  [[nodiscard]] std::optional<std::int64_t> seek(std::int64_t from) override {
    for (std::size_t agreeing = 0, i = 0; agreeing < parts_.size(); i = (i + 1) % parts_.size()) {
      const auto found = parts_[i]->seek(from);
      if (!found) return std::nullopt;
      agreeing = *found == from ? agreeing + 1 : 1;
      from = *found;
    }
    return from;
  }

  [[nodiscard]] std::int64_t estimate() const override { return parts_.front()->estimate(); }

 private:
  nodes parts_;
};

/// Builds the walks of a filter; a part that does not narrow it is left out.
class planner {
 public:
  planner(direction way, posting_statements& source) : way_(way), source_(source) {}

  [[nodiscard]] node plan(const filter& which) const {
    nodes parts;
    add(parts, any(term_kind::type, which.types));
    add(parts, any(term_kind::category, which.categories));
    if (which.prefix.find('-') != std::string::npos)
      add(parts, one(term_kind::category, category_of(which.prefix)));
    add(parts, plan(which.query));
    return all(std::move(parts));
  }

 private:
  [[nodiscard]] node plan(const query& which) const {
    nodes items;
    for (const auto& item : which.items) {
      node part = plan(item);
      if (!part) return nullptr;
      items.push_back(std::move(part));
    }
    return any(std::move(items));
  }

  [[nodiscard]] node plan(const query_item& item) const {
    nodes parts;
    add(parts, any(term_kind::type, item.types));
    for (const auto& tag : item.tags) parts.push_back(one(term_kind::tag, tag));
    return all(std::move(parts));
  }

  [[nodiscard]] node one(term_kind kind, std::string_view name) const {
    return std::make_unique<term_walk>(term_of(kind, name), way_, source_);
  }

  [[nodiscard]] node any(term_kind kind, const std::vector<std::string>& names) const {
    nodes parts;
    for (const auto& name : names) parts.push_back(one(kind, name));
    return any(std::move(parts));
  }

  [[nodiscard]] node any(nodes parts) const {
    if (parts.empty()) return nullptr;
    if (parts.size() == 1) return std::move(parts.front());
    return std::make_unique<any_walk>(std::move(parts), way_);
  }

  [[nodiscard]] static node all(nodes parts) {
    if (parts.empty()) return nullptr;
    if (parts.size() == 1) return std::move(parts.front());
    return std::make_unique<all_walk>(std::move(parts));
  }

  static void add(nodes& parts, node part) {
    if (part) parts.push_back(std::move(part));
  }

  direction way_;
  posting_statements& source_;
};

statement prepare(const connection& db, std::string_view rest) {
  return {db, std::string(select_chunk).append(rest)};
}

}  // namespace

posting_statements::posting_statements(const connection& db)
    : at_or_before(prepare(db, "AND first <= ?2 ORDER BY first DESC LIMIT 1")),
      behind(prepare(db, "AND first > ?2 ORDER BY first LIMIT 1")),
      newest(prepare(db, "ORDER BY first DESC LIMIT 1")) {}

std::unique_ptr<candidates> find_candidates(const filter& which, direction way, posting_statements& source) {
  return planner{way, source}.plan(which);
}

}  // namespace varve::sqlite
