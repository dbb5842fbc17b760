#pragma once

#include "retail/byte_source.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shop::retail {

/// One record of a CSV file.
struct csv_record {
  std::string text;                 ///< as it stands in the file, without its line end
  std::vector<std::string> fields;  ///< what its quotes mean
  std::string_view problem;         ///< why it is no CSV; then `fields` are of no use
};

/// Reads CSV (RFC 4180) record by record: quoted fields may hold commas, quotes (doubled) and line ends;
/// lines end with LF or CRLF; empty lines and a byte order mark are passed over. A record with a fault costs
/// its own line and not the rest of the file: reading goes on behind it, also when a quote is never closed.
class csv_reader {
 public:
  explicit csv_reader(byte_source from);

  /// Reads the next record; false at the end. Throws what the source throws.
  bool next(csv_record& into);

 private:
  bool has(std::size_t at) { return at < buffer_.size() || read_until(at); }
  bool read_until(std::size_t at);
  bool find_record();
  void read_fields(csv_record& into);
  void read_plain(std::string& field);
  void read_quoted(std::string& field, std::string_view& problem);
  [[nodiscard]] bool at_line_end();
  void go_to_line_end();

  byte_source from_;
  std::string buffer_;     // from somewhere before the current record on, as far as it was read
  std::size_t begin_ = 0;  // of the current record in it
  std::size_t at_ = 0;     // the next byte to look at
};

}  // namespace shop::retail
