#include <varve/spdlog.hpp>

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace {

TEST(spdlog_sink, writes_a_line_at_the_level_it_was_given) {
  std::ostringstream out;
  auto logger =
      std::make_shared<spdlog::logger>("varve", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger->set_pattern("%l %v");
  varve::spdlog_sink sink{logger};

  sink.write(varve::log_level::info, "opened shop.db at position 42");
  sink.write(varve::log_level::warning, "the clock stepped back by 3 s");
  sink.write(varve::log_level::error, "100 % of {} is text, not a pattern");
  sink.write(varve::log_level::debug, "below the logger's level");

  EXPECT_EQ(out.str(),
            "info opened shop.db at position 42\n"
            "warning the clock stepped back by 3 s\n"
            "error 100 % of {} is text, not a pattern\n");
}

}  // namespace
