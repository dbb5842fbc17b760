#pragma once

#include <varve/core/result.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace varve::detail {

/// What `work` answers, or what it threw as an error: a `failure` as itself, anything else as a defect of
/// user code.
template<class F>
auto guarded(F&& work) -> result<std::invoke_result_t<F>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<F>>) {
      std::forward<F>(work)();
      return {};
    } else {
      return std::forward<F>(work)();
    }
  } catch (const failure& thrown) {
    return thrown.error();
  } catch (const std::exception& thrown) {
    return error{errc::handler_threw, thrown.what()};
  }
}

}  // namespace varve::detail
