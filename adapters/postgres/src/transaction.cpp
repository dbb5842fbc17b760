#include <varve/postgres/transaction.hpp>
#include <varve/projections/table_names.hpp>

#include "model_session.hpp"
#include "result_cell.hpp"
#include "sql_guard.hpp"

namespace varve::postgres {
namespace {

std::string expanded(std::string_view sql, const model_session& in) {
  std::string text = expand_tables(sql, in.generation()).value();
  require_allowed(text);
  return text;
}

pqxx::result run_on(model_session& in, std::string_view sql, std::span<const cell> values) {
  const std::string text = expanded(sql, in);
  link& on = in.flushed();
  return values.empty() ? on.run(text) : on.run(text, arguments::of_cells(values));
}

}  // namespace

std::int64_t transaction::run(std::string_view sql, std::span<const cell> values) {
  return static_cast<std::int64_t>(run_on(in_, sql, values).affected_rows());
}

class cursor::state {
 public:
  explicit state(pqxx::result answered) : answered_(std::move(answered)) {}

  bool next() { return ++row_ < static_cast<int>(answered_.size()); }
  [[nodiscard]] cell value(int column) const {
    if (column < static_cast<int>(answered_.columns())) return cell_of(answered_, row_, column);
    throw failure{{errc::invalid_argument, "the answer has no column " + std::to_string(column)}};
  }

 private:
  pqxx::result answered_;
  int row_ = -1;
};

cursor transaction::ask(std::string_view sql, std::span<const cell> values) {
  return cursor{std::make_unique<cursor::state>(run_on(in_, sql, values))};
}

cursor::cursor(std::unique_ptr<state> answered) : state_(std::move(answered)) {}
cursor::cursor(cursor&&) noexcept = default;
cursor& cursor::operator=(cursor&&) noexcept = default;
cursor::~cursor() = default;

bool cursor::next() {
  return state_->next();
}

cell cursor::value(int column) const {
  return state_->value(column);
}

}  // namespace varve::postgres
