#include "statement.hpp"

#include "sqlite_failure.hpp"

#include <utility>

namespace varve::sqlite {

statement::statement(const connection& db, std::string_view sql, std::string_view* rest) {
  const char* tail = nullptr;
  const int rc = sqlite3_prepare_v3(db.handle(), sql.data(), static_cast<int>(sql.size()),
                                    SQLITE_PREPARE_PERSISTENT, &stmt_, &tail);
  if (rc != SQLITE_OK) fail(db.handle(), rc, sql);
  if (rest != nullptr) *rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
}

statement::statement(statement&& other) noexcept : stmt_(std::exchange(other.stmt_, nullptr)) {}

statement& statement::operator=(statement&& other) noexcept {
  std::swap(stmt_, other.stmt_);
  return *this;
}

statement::~statement() {
  sqlite3_finalize(stmt_);
}

bool statement::step() {
  const int rc = sqlite3_step(stmt_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  check(rc);
  return false;
}

void statement::bind(int index, std::string_view text) {
  const char* bytes = text.data() != nullptr ? text.data() : "";
  check(sqlite3_bind_text64(stmt_, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void statement::bind(int index, std::span<const std::uint8_t> blob) {
  const void* bytes = blob.data() != nullptr ? static_cast<const void*>(blob.data()) : "";
  check(sqlite3_bind_blob64(stmt_, index, bytes, blob.size(), SQLITE_STATIC));
}

void statement::bind_all(std::span<const cell> values) {
  int index = 0;
  for (const cell& each : values) {
    ++index;
    if (const auto* integer = std::get_if<std::int64_t>(&each)) {
      bind(index, *integer);
    } else if (const auto* text = std::get_if<std::string_view>(&each)) {
      bind(index, *text);
    } else if (const auto* real = std::get_if<double>(&each)) {
      bind(index, *real);
    } else {
      bind(index, nullptr);
    }
  }
}

cell rows::value(int column) const {
  switch (sqlite3_column_type(source_->stmt_, column)) {
    case SQLITE_NULL: return std::monostate{};
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_FLOAT: return real(column);
    default: return text(column);
  }
}

void statement::check(int result_code) {
  if (result_code != SQLITE_OK) fail(sqlite3_db_handle(stmt_), result_code, sqlite3_sql(stmt_));
}

}  // namespace varve::sqlite
