#include <varve/spdlog.hpp>

namespace varve {
namespace {

spdlog::level::level_enum level_of(log_level level) {
  switch (level) {
    case log_level::debug: return spdlog::level::debug;
    case log_level::info: return spdlog::level::info;
    case log_level::warning: return spdlog::level::warn;
    case log_level::error: break;
  }
  return spdlog::level::err;
}

}  // namespace

// spdlog reports its own failures to its error handler; a sink of Varve must not throw.
void spdlog_sink::write(log_level level, std::string_view line) noexcept try {
  logger_->log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
} catch (...) {}

}  // namespace varve
