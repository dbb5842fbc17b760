#pragma once

#include "sale_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bench::baseline {

struct view_row {
  std::int64_t id = 0;   // order of first sight
  std::string_view key;  // the map's own
  std::int64_t lines = 0;
  std::int64_t quantity = 0;
  std::int64_t revenue = 0;  // in thousandths
  double discount = 0;
  bool stored = false;
  bool changed = false;
};

/// A view of sales by product as a whole, and which of its rows the database does not have yet.
class sales_in_memory {
 public:
  void add(const sale& sold) {
    auto& row = find(sold.product);
    if (!row.changed) changed_.push_back(&row);
    row.changed = true;
    ++row.lines;
    row.quantity += sold.quantity;
    row.revenue += sold.quantity * sold.unit_price;
    row.discount += sold.discount;
  }

  /// Calls `write` with each changed row, in order of `by`, a member of the row.
  void take_changed(auto by, const auto& write) {
    std::ranges::sort(changed_, {}, [&](const view_row* row) { return row->*by; });
    for (auto* row : changed_) {
      write(*row);
      row->stored = true;
      row->changed = false;
    }
    changed_.clear();
  }

  std::uint64_t lines() const {
    std::int64_t sum = 0;
    for (const auto& [key, row] : rows_) sum += row.lines;
    return static_cast<std::uint64_t>(sum);
  }

 private:
  /// Lets a string_view be looked up without making a string.
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  view_row& find(std::string_view key) {
    auto found = rows_.find(key);
    if (found == rows_.end()) {
      found = rows_.emplace(key, view_row{}).first;
      found->second.id = static_cast<std::int64_t>(rows_.size());
      found->second.key = found->first;
    }
    return found->second;
  }

  std::unordered_map<std::string, view_row, text_hash, std::equal_to<>> rows_;
  std::vector<view_row*> changed_;
};

}  // namespace bench::baseline
