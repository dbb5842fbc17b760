#include "sql_rebuild.hpp"

#include "../stopwatch.hpp"
#include "read_settings.hpp"
#include "sale_reader.hpp"
#include "view_file.hpp"

#include <string>

namespace bench::baseline {
namespace {

constexpr std::uint64_t events_per_commit = 1'000;

/// One view's table, and the statements that write it.
class view_table {
 public:
  view_table(view_file& file, const std::string& name)
      : add_(create(file, name)
                 .prepare("INSERT INTO " + name +
                          " VALUES (?1, 1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET lines = lines + 1,"
                          " quantity = quantity + ?2, revenue = revenue + ?3, discount = discount + ?4")),
        checkpoint_(file.prepare_checkpoint(name)) {}

  void add(std::string_view key, const sale& sold) {
    add_.bind_text(1, key);
    add_.bind(2, sold.quantity);
    add_.bind(3, sold.quantity * sold.unit_price);
    add_.bind(4, sold.discount);
    add_.execute();
  }

  void advance(std::int64_t position) {
    checkpoint_.bind(1, position);
    checkpoint_.execute();
  }

 private:
  static view_file& create(view_file& file, const std::string& name) {
    file.create_view(name, "CREATE TABLE " + name +
                               " (key TEXT PRIMARY KEY, lines INTEGER NOT NULL, quantity INTEGER NOT NULL,"
                               " revenue INTEGER NOT NULL, discount REAL NOT NULL) WITHOUT ROWID");
    return file;
  }

  statement add_;
  statement checkpoint_;
};

struct one_view {
  explicit one_view(view_file& file) : by_product(file, "sales_by_product") {}

  void apply(std::string_view json) {
    const auto sold = reader.read(json);
    by_product.add(sold.product, sold);
  }
  void advance(std::int64_t position) { by_product.advance(position); }

  sale_reader reader;
  view_table by_product;
};

struct three_views {
  explicit three_views(view_file& file)
      : by_product(file, "sales_by_product"),
        by_customer(file, "sales_by_customer"),
        by_branch(file, "sales_by_branch") {}

  void apply(std::string_view json) {
    const auto sold = reader.read_with_all_keys(json);
    by_product.add(sold.product, sold);
    by_customer.add(sold.customer, sold);
    by_branch.add(sold.branch, sold);
  }
  void advance(std::int64_t position) {
    for (auto* each : {&by_product, &by_customer, &by_branch}) each->advance(position);
  }

  sale_reader reader;
  view_table by_product;
  view_table by_customer;
  view_table by_branch;
};

template<class Views>
sample rebuild(const std::filesystem::path& events, std::string_view sql, const std::filesystem::path& view) {
  auto log = read_settings{}.open(events);
  auto rows = log.prepare(sql);
  view_file file{view};
  Views views{file};
  auto begin = file.prepare("BEGIN IMMEDIATE");
  auto commit = file.prepare("COMMIT");

  sample measured;
  const stopwatch watch;
  for (bool more = rows.step(); more;) {
    std::int64_t position = 0;
    begin.execute();
    for (std::uint64_t taken = 0; more && taken < events_per_commit; ++taken, more = rows.step()) {
      position = rows.integer(0);
      views.apply(rows.bytes(1));
      ++measured.items;
    }
    views.advance(position);
    commit.execute();
  }
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace

sample rebuild_sql_view(const std::filesystem::path& events, std::string_view sql,
                        const std::filesystem::path& view) {
  return rebuild<one_view>(events, sql, view);
}

sample rebuild_three_sql_views(const std::filesystem::path& events, std::string_view sql,
                               const std::filesystem::path& views) {
  return rebuild<three_views>(events, sql, views);
}

}  // namespace bench::baseline
