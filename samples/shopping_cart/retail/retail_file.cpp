#include "retail/retail_file.hpp"

#include "retail/retail_row.hpp"

namespace shop::retail {

void for_each_row(const input& from, const std::function<void(const csv_record&)>& each) {
  csv_reader reader{from.open()};
  csv_record record;
  reader.next(record);
  check_header(record, from.name);
  while (reader.next(record)) each(record);
}

row_counts count_rows(const input& from) {
  row_counts out;
  for_each_row(from, [&](const csv_record& record) {
    ++out.of_invoice[std::string{invoice_of(record)}];
    ++out.rows;
  });
  return out;
}

}  // namespace shop::retail
