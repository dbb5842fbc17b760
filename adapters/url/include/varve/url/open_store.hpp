#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/url/store_url.hpp>

#include <chrono>
#include <memory>

namespace varve {

/// How a store is opened, whatever its kind. Everything else keeps its default.
struct open_options {
  bool read_only = false;
  /// Whether a log is made where there is none; `not_found` otherwise, and always when `read_only`.
  bool create = true;
  /// How long opening waits for others that write.
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{30};
  environment env = {};
};

/// Opens the store that a URL names. Errors are those of `store_url::parse` and of the store; none is thrown.
[[nodiscard]] result<std::unique_ptr<event_store>> open_store(const store_url& where,
                                                              const open_options& how = {});
[[nodiscard]] result<std::unique_ptr<event_store>> open_store(std::string_view url,
                                                              const open_options& how = {});

}  // namespace varve
