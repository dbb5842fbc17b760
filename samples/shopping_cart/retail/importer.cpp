#include "retail/importer.hpp"

#include <algorithm>
#include <utility>

namespace shop::retail {
namespace {

constexpr std::size_t most_rows_at_once = 500;
constexpr std::size_t most_appends_in_flight = 256;

/// The identity of a command to an invoice: `536365/17` for its seventeenth row.
varve::command_context context_of(const retail_row& row, const std::string& which) {
  return {.id = varve::command_id{row.invoice + '/' + which, row.when.value_or(varve::timestamp{})},
          .occurred_at = row.when,
          .metadata = {.correlation_id = row.invoice}};
}

}  // namespace

importer::importer(varve::event_store& log, import_watcher watch)
    : orders_(varve::commands_for<order::decider>(log)),
      refusals_(varve::commands_for<refusal::decider>(log)),
      watch_(std::move(watch)),
      loop_(most_appends_in_flight) {}

import_result importer::run(const input& from, row_counts counts) {
  counts_ = std::move(counts);
  for_each_row(from, [&](const csv_record& record) { take(record); });
  send();
  loop_.drain();
  if (failure_) throw varve::failure{*failure_};
  return result_;
}

void importer::take(const csv_record& record) {
  if (failure_) throw varve::failure{*failure_};
  read_row(record, row_);
  if (row_.invoice != sending_ || commands_.size() >= most_rows_at_once) send();
  sending_ = row_.invoice;

  progress& of = invoices_[row_.invoice];
  ++of.taken;
  ++result_.rows;
  sent_row sent{record.text, row_.line.value(), context_of(row_, std::to_string(of.taken))};
  if (!row_.problem.empty()) {
    refuse(row_.invoice, std::move(sent), std::string{row_.problem});
  } else {
    of.sells |= kind_of(row_) == row_kind::sale;
    commands_.push_back({command_of(row_), sent.context});
    rows_.push_back(std::move(sent));
  }
  if (of.sells && of.taken == counts_.of_invoice[row_.invoice])
    commands_.push_back({order::place{}, context_of(row_, "placed")});
}

/// Hands over what was gathered of an invoice: one append.
void importer::send() {
  if (commands_.empty()) return;
  auto answered = [this, invoice = sending_,
                   rows = std::exchange(rows_, {})](const varve::result<varve::handled_all>& answer) mutable {
    on_answer(invoice, std::move(rows), answer);
  };
  orders_.handle_all(loop_, sending_, std::exchange(commands_, {}), varve::on_refusal::skip,
                     std::move(answered));
}

void importer::on_answer(const std::string& invoice, std::vector<sent_row> rows,
                         const varve::result<varve::handled_all>& answer) {
  if (!answer) {
    failure_ = answer.error();
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = answer->commands[i];
    if (row)
      done(result_.accepted, *row);
    else
      refuse(invoice, std::move(rows[i]), row.error().message);
  }
  if (answer->commands.size() > rows.size() && answer->commands.back() && !answer->commands.back()->replayed)
    result_.written += answer->commands.back()->events;
}

void importer::refuse(const std::string& invoice, sent_row row, std::string reason) {
  refusals_.handle(loop_, invoice, refusal::refuse_row{std::move(reason), printable(row.text), row.value},
                   std::move(row.context), [this](const varve::result<varve::handled>& answer) {
                     if (answer)
                       done(result_.refused, *answer);
                     else
                       failure_ = answer.error();
                   });
}

void importer::done(std::int64_t& outcome, const varve::handled& row) {
  ++outcome;
  if (row.replayed)
    ++result_.known;
  else
    result_.written += row.events;
  const std::int64_t so_far = result_.accepted + result_.refused;
  if (watch_ && (so_far == counts_.rows || so_far % std::max<std::int64_t>(1, counts_.rows / 100) == 0))
    watch_(so_far, counts_.rows);
}

}  // namespace shop::retail
