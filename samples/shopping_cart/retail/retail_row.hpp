#pragma once

#include <varve/core/time.hpp>

#include "domain/order.hpp"
#include "retail/csv_reader.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The Online Retail data, and how it speaks to the shop.
namespace shop::retail {

/// A row of the file, as far as it can be read.
struct retail_row {
  std::string invoice;                   ///< as `invoice_of`
  std::optional<varve::timestamp> when;  ///< InvoiceDate taken as UTC, when it can be read
  order::line line;
  std::string_view problem;  ///< why it cannot be read; empty when it can
};

/// Throws `varve::failure` when `header` is not the header of the Online Retail data.
void check_header(const csv_record& header, std::string_view file);

/// What names the invoice of a record: `unreadable` when nothing does that could name a stream.
[[nodiscard]] std::string_view invoice_of(const csv_record& record);

/// Reads a record into `row`, whose memory is used again.
void read_row(const csv_record& record, retail_row& row);

/// What a row is about, by the rules of the data: an invoice that begins with C cancels, with A adjusts; a
/// price of 0 or a negative quantity writes off; everything else sells.
enum class row_kind { sale, cancellation, write_off, adjustment };
[[nodiscard]] row_kind kind_of(const retail_row& row);

/// What a readable row asks the shop for.
[[nodiscard]] order::command command_of(const retail_row& row);

/// The record's text as JSON can hold it: bytes that are no printable text are spelt `\xFF`.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace shop::retail
