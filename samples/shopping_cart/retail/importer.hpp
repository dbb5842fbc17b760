#pragma once

#include <varve/commands/command_handler.hpp>
#include <varve/commands/command_loop.hpp>
#include <varve/eventstore/event_store.hpp>

#include "domain/order.hpp"
#include "domain/refusal.hpp"
#include "retail/retail_file.hpp"
#include "retail/retail_row.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace shop::retail {

/// What became of the rows of a file. `accepted` and `refused` add up to `rows`.
struct import_result {
  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  std::int64_t known = 0;    ///< of both: stood in the log already
  std::int64_t written = 0;  ///< events

  friend bool operator==(const import_result&, const import_result&) = default;
};

/// Hears how many rows of how many are in the log, about a hundred times.
using import_watcher = std::function<void(std::int64_t done, std::int64_t of)>;

/// Brings a file into the shop. Every row is a command under an id of its own, made from its invoice and its
/// place within it, so that a row is carried out once for ever: a file may be imported again after a crash,
/// under another name, or with its invoices in another order. The rows of an invoice that stand together are
/// one append; many of these are under way at once. An order is placed with the last of its rows; the file
/// is read before, and counted, to know which that is. What the shop refuses goes to the refusals.
class importer {
 public:
  /// The log must outlive it.
  explicit importer(varve::event_store& log, import_watcher watch = {});

  /// `counts` are those of that file. Throws `varve::failure` when the log fails or the file cannot be read;
  /// then the import may be begun again at any time.
  import_result run(const input& from, row_counts counts);

 private:
  /// A row on its way through the shop: what is needed when it is refused.
  struct sent_row {
    std::string text;
    money value;
    varve::command_context context;
  };
  /// What is known of an invoice while its rows come in.
  struct progress {
    std::int64_t taken = 0;
    bool sells = false;
  };

  void take(const csv_record& record);
  void send();
  void on_answer(const std::string& invoice, std::vector<sent_row> rows,
                 const varve::result<varve::handled_all>& answer);
  void refuse(const std::string& invoice, sent_row row, std::string reason);
  void done(std::int64_t& outcome, const varve::handled& row);

  varve::command_handler<order::decider> orders_;
  varve::command_handler<refusal::decider> refusals_;
  import_watcher watch_;

  row_counts counts_;
  std::unordered_map<std::string, progress> invoices_;
  retail_row row_;
  std::string sending_;  // the invoice that is being gathered
  std::vector<varve::issued<order::command>> commands_;
  std::vector<sent_row> rows_;  // those behind the first commands; `place` has none
  import_result result_;
  std::optional<varve::error> failure_;
  varve::command_loop loop_;  // last: what is in flight ends before everything else
};

}  // namespace shop::retail
