#pragma once

#include <varve/contract/subject.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace varve::contract {

/// What is promised of what a fixture opens, and what shows that it holds: failures of the running GoogleTest
/// test, or none. `Base` is the class that such fixtures derive from.
template<class Base>
struct promise {
  const char* name;
  void (*shown)(world& around, Base& fixture);
};

/// Promises of one kind. What shows them is compiled once, in the library, and not for each fixture.
template<class Base>
struct suite {
  const char* name;
  environment (*made_in)(world& around);  ///< what each fixture is constructed from
  std::vector<promise<Base>> promises;
};

/// The test of one promise.
template<class Fixture, class Base>
class promise_test : public ::testing::Test {
 public:
  promise_test(const suite<Base>& of, const promise<Base>& tested)
      : promise_(tested), fixture_(of.made_in(around_)) {}

 private:
  void TestBody() override { promise_.shown(around_, fixture_); }

  promise<Base> promise_;
  world around_;
  Fixture fixture_;
};

/// Has this program test suites over a fixture, under the names `PREFIX/SUITE/0`.
template<class Fixture, class Base>
bool add_suites(const std::string& prefix, const std::vector<suite<Base>>& added) {
  for (const auto& of : added)
    for (const auto& each : of.promises)
      ::testing::RegisterTest((prefix + '/' + of.name + "/0").c_str(), each.name, nullptr, nullptr, __FILE__,
                              __LINE__, [of, each] { return new promise_test<Fixture, Base>{of, each}; });
  return true;
}

template<class Fixture, class Base>
bool add_suite(const std::string& prefix, const suite<Base>& added) {
  return add_suites<Fixture>(prefix, std::vector{added});
}

}  // namespace varve::contract

/// Runs one suite over a type that derives from the suite's fixtures. Stands outside of any namespace.
#define VARVE_CONTRACT_SUITE(prefix, which, fixture)                                          \
  namespace varve::contract {                                                                 \
  [[maybe_unused]] static const bool prefix##_##which = add_suite<fixture>(#prefix, which()); \
  }                                                                                           \
  static_assert(true, "a semicolon follows")
