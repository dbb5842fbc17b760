#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/projections/projection_status.hpp>
#include <varve/sqlite/database.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace shop::views {

/// All read models of the shop: their database, and the projector that keeps them in step with the log.
class read_models {
 public:
  /// The log must outlive it. Throws `varve::failure` when the file cannot be opened.
  read_models(varve::event_store& log, const std::string& file);
  ~read_models();

  /// Folds everything up to the head of the log as it is now.
  void catch_up();
  /// Follows the log until told to stop; answers with what stopped it otherwise.
  std::optional<varve::error> follow(std::stop_token stop);
  /// Waits until the views hold everything up to `place`, while something follows the log.
  [[nodiscard]] varve::result<varve::token> wait_for(const varve::token& place,
                                                     std::chrono::nanoseconds most);
  /// Builds all views anew from the first event on, beside those that readers see, and then shows the new
  /// ones.
  void rebuild(const varve::rebuild_watcher& watch);

  [[nodiscard]] varve::sqlite::database& database() { return database_; }

 private:
  class projector;

  varve::sqlite::database database_;
  std::unique_ptr<projector> projector_;
};

}  // namespace shop::views
