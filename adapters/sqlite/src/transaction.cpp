#include <varve/sqlite/transaction.hpp>

#include "session.hpp"

#include <deque>
#include <utility>
#include <vector>

namespace varve::sqlite {
namespace {

[[noreturn]] void refuse(const std::string& why, const statement_cache::lease& prepared) {
  throw failure{{errc::invalid_argument, why + ": " + prepared.text()}};
}

void bind_parameters(const statement_cache::lease& prepared, std::span<const cell> values) {
  const int wanted = sqlite3_bind_parameter_count(prepared->handle());
  if (!std::cmp_equal(wanted, values.size())) {
    refuse("a statement with " + std::to_string(wanted) + " parameters was given " +
               std::to_string(values.size()),
           prepared);
  }
  prepared->bind_all(values);
}

}  // namespace

std::int64_t transaction::run(std::string_view sql, std::span<const cell> values) {
  const sql_guard::scope guarded{in_.on().guard};
  const auto prepared = in_.on().users.take(sql, in_.generation());
  if (prepared.is_script()) {
    if (!values.empty()) refuse("several statements at once take no parameters", prepared);
    in_.on().db.execute(prepared.text().c_str());
  } else if (prepared->holds_something()) {
    bind_parameters(prepared, values);
    rows none{*prepared};
    while (none.next()) {}
  }
  return in_.on().db.changed_rows();
}

cursor transaction::ask(std::string_view sql, std::span<const cell> values) {
  const sql_guard::scope guarded{in_.on().guard};
  auto prepared = in_.on().users.take(sql, in_.generation());
  if (prepared.is_script()) refuse("several statements at once give no rows", prepared);
  if (!prepared->holds_something()) refuse("an empty statement gives no rows", prepared);
  return cursor{std::make_unique<cursor::state>(in_, std::move(prepared), values)};
}

class cursor::state {
 public:
  state(session& in, statement_cache::lease prepared, std::span<const cell> values)
      : in_(in), prepared_(std::move(prepared)) {
    std::vector<cell> kept{values.begin(), values.end()};
    for (cell& each : kept) {
      if (const auto* text = std::get_if<std::string_view>(&each)) each = texts_.emplace_back(*text);
    }
    bind_parameters(prepared_, kept);
  }

  bool next() {
    const sql_guard::scope guarded{in_.on().guard};
    return rows_.next();
  }
  [[nodiscard]] cell value(int column) const {
    if (column < rows_.columns()) return rows_.value(column);
    refuse("the answer has no column " + std::to_string(column), prepared_);
  }

 private:
  session& in_;
  statement_cache::lease prepared_;
  std::deque<std::string> texts_;  // parameters, which outlive the call that gave them
  rows rows_{*prepared_};
};

cursor::cursor(std::unique_ptr<state> running) : state_(std::move(running)) {}
cursor::cursor(cursor&&) noexcept = default;
cursor& cursor::operator=(cursor&&) noexcept = default;
cursor::~cursor() = default;

bool cursor::next() {
  return state_->next();
}

cell cursor::value(int column) const {
  return state_->value(column);
}

}  // namespace varve::sqlite
