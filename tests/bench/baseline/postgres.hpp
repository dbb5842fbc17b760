#pragma once

#include <concepts>
#include <cstdint>
#include <libpq-fe.h>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bench::baseline {

/// Appends a number as PostgreSQL's binary form has it: the greatest byte first.
template<std::integral T>
void append_binary(std::string& out, T number) {
  for (std::size_t i = sizeof(T); i-- > 0;) out.push_back(static_cast<char>(number >> (8 * i)));
}

/// An array in binary on its way to the server.
class binary_array {
 public:
  /// `element`: the number of its type in pg_type.
  explicit binary_array(std::int32_t element) : element_(element) {}

  template<std::integral T>
  void add(T number) {
    append_binary(elements_, static_cast<std::int32_t>(sizeof number));
    append_binary(elements_, number);
    ++size_;
  }
  void add(std::string_view text) {
    append_binary(elements_, static_cast<std::int32_t>(text.size()));
    elements_ += text;
    ++size_;
  }
  std::string bytes() const {
    std::string out;
    for (const std::int32_t part : {1, 0, element_, size_, 1}) append_binary(out, part);
    return out + elements_;
  }

 private:
  std::int32_t element_;
  std::int32_t size_ = 0;
  std::string elements_;
};

/// The parameters of a prepared statement, in binary.
class binary_values {
 public:
  void add(std::integral auto number) { append_binary(values_.emplace_back(), number); }
  void add(std::string_view bytes) { values_.emplace_back(bytes); }
  void add(const binary_array& array) { values_.push_back(array.bytes()); }

  std::span<const std::string> all() const { return values_; }

 private:
  std::vector<std::string> values_;
};

/// A libpq connection: one round trip a call. Throws std::runtime_error.
class postgres {
 public:
  using answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

  explicit postgres(const std::string& url) : connection_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
  }

  answer execute(const std::string& sql) { return check(PQexec(connection_.get(), sql.c_str())); }

  /// The only column of the only row, a number.
  std::uint64_t number(const std::string& sql) { return std::stoull(PQgetvalue(execute(sql).get(), 0, 0)); }

  void prepare(const std::string& name, const std::string& sql) {
    check(PQprepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
  }

  /// Parameters and answer as text.
  answer execute_prepared(const std::string& name, const std::vector<const char*>& values) {
    return check(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                values.data(), nullptr, nullptr, 0));
  }

  /// Parameters and answer in binary.
  answer execute_prepared(const std::string& name, const binary_values& with) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const auto& each : with.all()) {
      values.push_back(each.data());
      lengths.push_back(static_cast<int>(each.size()));
    }
    const std::vector<int> formats(values.size(), 1);
    return check(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                values.data(), lengths.data(), formats.data(), 1));
  }

 private:
  answer check(PGresult* got) {
    answer held{got, &PQclear};
    const auto status = PQresultStatus(got);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
    return held;
  }
  [[noreturn]] void fail() const { throw std::runtime_error{PQerrorMessage(connection_.get())}; }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace bench::baseline
