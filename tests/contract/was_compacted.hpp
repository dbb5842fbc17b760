#pragma once

#include <gtest/gtest.h>

#include <cstdio>

namespace varve::contract {

/// Fails a whole run whose stores had nothing to compact.
template<class Fixture>
class was_compacted : public ::testing::Environment {
 public:
  explicit was_compacted(const char* name) : name_(name) {}

  void TearDown() override {
    const auto events = static_cast<long long>(Fixture::total);
    std::printf("%s: %lld events were compacted\n", name_, events);
    if (GTEST_FLAG_GET(filter) == "*") {
      EXPECT_GT(events, 100);
    }
  }

 private:
  const char* name_;
};

}  // namespace varve::contract

#define VARVE_WAS_COMPACTED(fixture)                                                      \
  static const auto* const fixture##_was_compacted = ::testing::AddGlobalTestEnvironment( \
      new varve::contract::was_compacted<varve::contract::fixture>{#fixture})
