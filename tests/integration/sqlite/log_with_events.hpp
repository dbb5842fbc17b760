#pragma once

#include <varve/sqlite/event_store.hpp>

#include "temporary_folder.hpp"

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace varve::testing {

/// A folder with a log in it, which nobody has open, to be looked at from outside.
class log_with_events {
 public:
  explicit log_with_events(sqlite::store_options options = {}) : options_(std::move(options)) {
    options_.durability = sqlite::durability::process_crash;
  }

  [[nodiscard]] std::string path() const { return folder_.file("log.db"); }
  [[nodiscard]] const temporary_folder& folder() const { return folder_; }
  [[nodiscard]] sqlite::store_options& options() { return options_; }

  /// Appends `count` events, each a commit of its own, to streams of ten, with a type in three and two tags.
  void append(std::size_t count) const {
    sqlite::event_store store{path(), options_};
    for (std::size_t i = 0; i < count; ++i) append(store, i);
    // The queue merges postings when nobody is appending.
    const auto merged = static_cast<std::int64_t>(count) / options_.merge_every * options_.merge_every;
    while (store.status().indexed_up_to < merged) std::this_thread::yield();
  }

  static void append(varve::event_store& store, std::size_t number) {
    new_event event;
    event.type = "order.kind-" + std::to_string(number % 3);
    event.data = R"({"number":)" + std::to_string(number) + R"(,"text":"as it was written"})";
    event.tags = {"number:" + std::to_string(number), "parity:" + std::to_string(number % 2)};
    const auto stream = "order-" + std::to_string(number / 10);
    static_cast<void>(to_result(store.append_and_wait(append_request::to(stream, {event}))).value());
  }

 private:
  temporary_folder folder_;
  sqlite::store_options options_;
};

}  // namespace varve::testing
