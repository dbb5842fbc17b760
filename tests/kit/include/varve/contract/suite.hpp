#pragma once

#include <varve/contract/subject.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace varve::contract {

/// What is promised of a log, and what shows that it holds: failures of the running GoogleTest test, or none.
struct promise {
  const char* name;
  void (*shown)(subject& log);
};

/// Promises of one kind. What shows them is compiled once, in the library, and not for each store.
struct suite {
  const char* name;
  std::vector<promise> promises;
};

/// The test of one promise. `Fixture` derives from `store_fixture`.
template<class Fixture>
class promise_test : public ::testing::Test {
 public:
  explicit promise_test(promise tested) : promise_(tested) {}

 private:
  void TestBody() override { promise_.shown(log_); }

  promise promise_;
  world around_;
  Fixture fixture_{around_.env()};
  subject log_{around_, fixture_};
};

/// Has this program test a suite over a fixture, under the name `PREFIX/SUITE/0`.
template<class Fixture>
bool add_suite(const std::string& prefix, const suite& added) {
  for (const promise& each : added.promises)
    ::testing::RegisterTest((prefix + '/' + added.name + "/0").c_str(), each.name, nullptr, nullptr, __FILE__,
                            __LINE__, [each] { return new promise_test<Fixture>{each}; });
  return true;
}

template<class Fixture>
bool add_suites(const std::string& prefix, const std::vector<suite>& added) {
  for (const suite& each : added) add_suite<Fixture>(prefix, each);
  return true;
}

}  // namespace varve::contract

/// Runs one suite over a type that derives from `store_fixture`. Stands outside of any namespace.
#define VARVE_CONTRACT_SUITE(prefix, which, fixture)                                          \
  namespace varve::contract {                                                                 \
  [[maybe_unused]] static const bool prefix##_##which = add_suite<fixture>(#prefix, which()); \
  }                                                                                           \
  static_assert(true, "a semicolon follows")
