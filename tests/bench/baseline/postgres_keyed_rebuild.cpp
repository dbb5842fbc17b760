#include "postgres_keyed_rebuild.hpp"

#include "../stopwatch.hpp"
#include "postgres.hpp"
#include "read_settings.hpp"
#include "sales_in_memory.hpp"

#include <array>
#include <charconv>
#include <vector>

namespace bench::baseline {
namespace {

constexpr std::uint64_t events_per_flush = 100'000;
constexpr const char* create =
    "DROP TABLE IF EXISTS sales_by_product, checkpoints;"
    "CREATE TABLE sales_by_product (key text COLLATE \"C\" PRIMARY KEY, lines bigint NOT NULL,"
    " quantity bigint NOT NULL, revenue bigint NOT NULL, discount double precision NOT NULL);"
    "CREATE TABLE checkpoints (view text PRIMARY KEY, position bigint NOT NULL);"
    "INSERT INTO checkpoints VALUES ('sales_by_product', 0)";
constexpr const char* upsert =
    "INSERT INTO sales_by_product SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[],"
    " $5::float8[]) ON CONFLICT (key) DO UPDATE SET lines = EXCLUDED.lines, quantity = EXCLUDED.quantity,"
    " revenue = EXCLUDED.revenue, discount = EXCLUDED.discount";

/// The text of an array: {1,2,3}.
class array_literal {
 public:
  void add(auto number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    add_text({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  void add_text(std::string_view text) {
    text_ += text_.empty() ? '{' : ',';
    text_ += text;
  }
  const char* end() {
    text_ += '}';
    return text_.c_str();
  }

 private:
  std::string text_;
};

void flush(postgres& server, sales_in_memory& sales, std::int64_t position) {
  array_literal keys, lines, quantities, revenues, discounts;
  sales.take_changed(&view_row::key, [&](const view_row& row) {
    keys.add_text(row.key);
    lines.add(row.lines);
    quantities.add(row.quantity);
    revenues.add(row.revenue);
    discounts.add(row.discount);
  });
  server.execute("BEGIN");
  server.execute_prepared("upsert",
                          {keys.end(), lines.end(), quantities.end(), revenues.end(), discounts.end()});
  server.execute_prepared("checkpoint", {std::to_string(position).c_str()});
  server.execute("COMMIT");
}

}  // namespace

sample rebuild_keyed_view_in_postgres(const std::filesystem::path& events, std::string_view sql,
                                      const std::string& url) {
  auto log = read_settings{}.open(events);
  auto rows = log.prepare(sql);
  postgres server{url};
  server.execute(create);
  server.prepare("upsert", upsert);
  server.prepare("checkpoint", "UPDATE checkpoints SET position = $1 WHERE view = 'sales_by_product'");
  sales_in_memory sales;
  sale_reader reader;

  sample measured;
  std::int64_t position = 0;
  const stopwatch watch;
  while (rows.step()) {
    position = rows.integer(0);
    sales.add(reader.read(rows.bytes(1)));
    if (++measured.items % events_per_flush == 0) flush(server, sales, position);
  }
  if (measured.items % events_per_flush != 0) flush(server, sales, position);
  measured.seconds = watch.seconds();
  const auto held = server.execute("SELECT sum(lines) FROM sales_by_product");
  measured.witness = std::stoull(PQgetvalue(held.get(), 0, 0));
  return measured;
}

}  // namespace bench::baseline
