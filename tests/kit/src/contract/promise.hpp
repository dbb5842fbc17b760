#pragma once

#include <varve/contract/suite.hpp>

#include <gtest/gtest.h>

namespace varve::contract {

/// Fixtures live in the test's world, with its time and randomness.
inline environment simulated(world& around) {
  return around.env();
}

/// Fixtures live in the real one.
inline environment real(world&) {
  return {};
}

}  // namespace varve::contract

/// What shows one promise of a suite: a function of `it`, a SUITE_ground made of the world and the fixture.
#define VARVE_PROMISE(suite, name) void suite##_##name([[maybe_unused]] suite##_ground& it)

/// That promise in the suite's list.
#define VARVE_PROMISED(suite, name)          \
  {#name, [](world& around, auto& fixture) { \
     suite##_ground it{around, fixture};     \
     suite##_##name(it);                     \
   }}

/// The same of a store's promise, which is a function of the log that it is about.
#define VARVE_CONTRACT(suite, name) void suite##_##name([[maybe_unused]] subject& log)
#define VARVE_SHOWN(suite, name)                      \
  {#name, [](world& around, store_fixture& fixture) { \
     subject log{around, fixture};                    \
     suite##_##name(log);                             \
   }}
