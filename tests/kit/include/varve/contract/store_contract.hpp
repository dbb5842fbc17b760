#pragma once

#include <varve/contract/subject.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace varve::contract {

/// The ground on which each suite stands: `Fixture` derives from `store_fixture`.
template<class Fixture>
class store_contract : public ::testing::Test {
 protected:
  world around_;
  Fixture fixture_{around_.env()};
  subject subject_{around_, fixture_};
};

}  // namespace varve::contract

/// A test of a typed suite. Its body is an ordinary function of the log that it is about, so that it is
/// compiled once and not for each store; only a shell around it is typed.
#define VARVE_CONTRACT(suite, name) \
  void suite##_##name(subject&);    \
  TYPED_TEST_P(suite, name) {       \
    suite##_##name(this->subject_); \
  }                                 \
  inline void suite##_##name([[maybe_unused]] subject& log)
