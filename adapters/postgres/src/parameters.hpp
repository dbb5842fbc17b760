#pragma once

#include <varve/core/digest.hpp>
#include <varve/core/uuid.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// Numbers that PostgreSQL gives its types (pg_type.dat); they never change.
enum class type_oid : std::uint32_t {
  boolean = 16,
  bytes = 17,
  int8 = 20,
  int4 = 23,
  text = 25,
  uuid = 2950
};

/// As the server stores them. Point into the value.
[[nodiscard]] std::string_view bytes_of(const uuid& value);
[[nodiscard]] std::string_view bytes_of(const digest& value);

/// An array on its way to the server, in the binary form of `array_send`.
class array_parameter {
 public:
  explicit array_parameter(type_oid element) : element_(element) {}

  void add(std::int64_t number);  ///< of the element's size: int4 or int8
  void add(std::string_view bytes);
  void add(const uuid& value);
  void add_null();
  void add_or_null(std::string_view bytes);  ///< NULL for none

  [[nodiscard]] std::int32_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] type_oid element() const { return element_; }
  [[nodiscard]] bool has_null() const { return has_null_; }
  [[nodiscard]] std::string_view elements() const { return elements_; }

 private:
  type_oid element_;
  std::int32_t size_ = 0;
  bool has_null_ = false;
  std::string elements_;
};

/// The parameters of a statement, in binary.
class parameters {
 public:
  parameters() = default;
  /// Any of what `add` takes.
  template<class... T>
  [[nodiscard]] static parameters of(const T&... values) {
    parameters out;
    (out.add(values), ...);
    return out;
  }

  void add(bool value);
  void add(std::int64_t number);
  void add(std::int32_t number);
  void add(std::string_view text);
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const uuid& value);
  void add(const array_parameter& array);
  void add_bytes(std::string_view bytes);
  void add_null_bytes();

  [[nodiscard]] int size() const { return static_cast<int>(types_.size()); }
  [[nodiscard]] const std::vector<std::uint32_t>& types() const { return types_; }
  [[nodiscard]] const std::vector<int>& lengths() const { return lengths_; }
  [[nodiscard]] const std::vector<int>& formats() const { return formats_; }
  /// Point into this object until it is changed.
  [[nodiscard]] std::vector<const char*> values() const;

 private:
  void begin(std::uint32_t type);
  void end(std::size_t from);

  std::vector<std::uint32_t> types_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::size_t> begins_;
  std::string bytes_;
};

}  // namespace varve::postgres
