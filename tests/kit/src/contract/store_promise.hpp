#pragma once

#include <varve/contract/suite.hpp>

#include <gtest/gtest.h>

/// What shows one promise of a suite: a function of the log that it is about.
#define VARVE_CONTRACT(suite, name) void suite##_##name([[maybe_unused]] subject& log)

/// That promise in the suite's list.
#define VARVE_SHOWN(suite, name) {#name, suite##_##name}
