#pragma once

#include <varve/core/log.hpp>

#include <spdlog/logger.h>

#include <memory>

namespace varve {

/// Sends Varve's log lines to a spdlog logger, level by level. Shares the logger; as thread-safe as its sinks
/// are.
class spdlog_sink final : public log_sink {
 public:
  explicit spdlog_sink(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

  void write(log_level level, std::string_view line) noexcept override;

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace varve
