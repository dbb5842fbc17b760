#pragma once

#include "projection_runner.hpp"

#include <map>
#include <string>

namespace varve::detail {

/// Tells a watcher and the metrics how far rebuilds have come, ten times a second.
class rebuild_report {
 public:
  rebuild_report(const rebuild_watcher& watch, environment env)
      : watch_(watch), env_(env), began_(env.clock->steady()) {}

  void show(const projection_runner& runner);
  void finish(const projection_runner& runner);

 private:
  void tell(const projection_runner& runner);

  static constexpr std::chrono::milliseconds pause{100};

  const rebuild_watcher& watch_;
  environment env_;
  instant began_;
  instant told_{};
  std::map<std::string, position, std::less<>> begun_at_;
};

}  // namespace varve::detail
