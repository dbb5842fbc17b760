#pragma once

#include <varve/core/error.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace varve {

/// A value or the error that stands in its place: std::expected (C++23) under the same member names.
/// `value()` throws `failure` (called for that alone, its answer may be dropped); on an rvalue it returns by
/// value, so that a temporary's contents never dangle.
template<class T>
class [[nodiscard]] result {
 public:
  using value_type = T;

  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(varve::error e) : state_(std::in_place_index<1>, std::move(e)) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & { return check(), *std::get_if<0>(&state_); }
  const T& value() const& { return check(), *std::get_if<0>(&state_); }
  T value() && { return check(), std::move(*std::get_if<0>(&state_)); }

  /// The value, which must be there.
  [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] T operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }
  [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  /// The error, which must be there.
  [[nodiscard]] varve::error& error() & noexcept { return *std::get_if<1>(&state_); }
  [[nodiscard]] const varve::error& error() const& noexcept { return *std::get_if<1>(&state_); }
  [[nodiscard]] varve::error error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

  /// `f(value)`, or the error unchanged.
  template<class F>
  [[nodiscard]] auto transform(F&& f) && -> result<std::invoke_result_t<F, T>> {
    if (!has_value()) return std::move(*this).error();
    return std::forward<F>(f)(*std::move(*this));
  }

 private:
  void check() const {
    if (!has_value()) throw failure{error()};
  }

  std::variant<T, varve::error> state_;
};

/// Success without a value, or an error.
template<>
class [[nodiscard]] result<void> {
 public:
  using value_type = void;

  result() = default;
  result(varve::error e) : error_(std::in_place_index<1>, std::move(e)) {}

  [[nodiscard]] bool has_value() const noexcept { return error_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  void value() const {
    if (!has_value()) throw failure{error()};
  }
  [[nodiscard]] const varve::error& error() const& noexcept { return *std::get_if<1>(&error_); }
  [[nodiscard]] varve::error error() && noexcept { return std::move(*std::get_if<1>(&error_)); }

 private:
  std::variant<std::monostate, varve::error> error_;
};

}  // namespace varve
