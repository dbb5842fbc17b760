#include "keyed_rebuild.hpp"

#include "../stopwatch.hpp"
#include "read_settings.hpp"
#include "sale_reader.hpp"
#include "view_file.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bench::baseline {
namespace {

constexpr std::uint64_t events_per_flush = 100'000;
constexpr std::string_view view_name = "sales_by_product";
constexpr std::string_view create_view =
    "CREATE TABLE sales_by_product (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, lines INTEGER NOT NULL,"
    " quantity INTEGER NOT NULL, revenue INTEGER NOT NULL, discount REAL NOT NULL)";

struct view_row {
  std::int64_t id = 0;
  std::string_view key;  // the map's own
  std::int64_t lines = 0;
  std::int64_t quantity = 0;
  std::int64_t revenue = 0;  // in thousandths
  double discount = 0;
  bool stored = false;
  bool changed = false;
};

/// Lets a string_view be looked up without making a string.
struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// The whole view in memory, and which of its rows the file does not have yet.
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

  /// Calls `write` with each changed row, in order of ids.
  void take_changed(const auto& write) {
    std::sort(changed_.begin(), changed_.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
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

class sales_writer {
 public:
  explicit sales_writer(view_file& file)
      : begin_(file.prepare("BEGIN IMMEDIATE")),
        insert_(file.prepare("INSERT INTO sales_by_product VALUES (?1, ?2, ?3, ?4, ?5, ?6)")),
        update_(
            file.prepare("UPDATE sales_by_product SET lines = ?3, quantity = ?4, revenue = ?5, discount = ?6"
                         " WHERE id = ?1")),
        checkpoint_(file.prepare_checkpoint(view_name)),
        commit_(file.prepare("COMMIT")) {}

  void flush(sales_in_memory& sales, std::int64_t position) {
    begin_.execute();
    sales.take_changed([this](const view_row& row) { write(row); });
    checkpoint_.bind(1, position);
    checkpoint_.execute();
    commit_.execute();
  }

 private:
  void write(const view_row& row) {
    auto& target = row.stored ? update_ : insert_;
    target.bind(1, row.id);
    if (!row.stored) target.bind_text(2, row.key);
    target.bind(3, row.lines);
    target.bind(4, row.quantity);
    target.bind(5, row.revenue);
    target.bind(6, row.discount);
    target.execute();
  }

  statement begin_;
  statement insert_;
  statement update_;
  statement checkpoint_;
  statement commit_;
};

}  // namespace

sample rebuild_keyed_view(const std::filesystem::path& events, std::string_view sql,
                          const std::filesystem::path& view) {
  auto log = read_settings{}.open(events);
  auto rows = log.prepare(sql);
  view_file file{view};
  file.create_view(view_name, create_view);
  sales_writer writer{file};
  sales_in_memory sales;
  sale_reader reader;

  sample measured;
  std::int64_t position = 0;
  const stopwatch watch;
  while (rows.step()) {
    position = rows.integer(0);
    sales.add(reader.read(rows.bytes(1)));
    if (++measured.items % events_per_flush == 0) writer.flush(sales, position);
  }
  if (measured.items % events_per_flush != 0) writer.flush(sales, position);
  measured.seconds = watch.seconds();
  measured.witness = sales.lines();
  return measured;
}

}  // namespace bench::baseline
