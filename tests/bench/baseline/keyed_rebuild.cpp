#include "keyed_rebuild.hpp"

#include "../stopwatch.hpp"
#include "read_settings.hpp"
#include "sales_in_memory.hpp"
#include "view_file.hpp"

namespace bench::baseline {
namespace {

constexpr std::uint64_t events_per_flush = 100'000;
constexpr std::string_view view_name = "sales_by_product";
constexpr std::string_view create_view =
    "CREATE TABLE sales_by_product (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, lines INTEGER NOT NULL,"
    " quantity INTEGER NOT NULL, revenue INTEGER NOT NULL, discount REAL NOT NULL)";

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
    sales.take_changed(&view_row::id, [this](const view_row& row) { write(row); });
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
