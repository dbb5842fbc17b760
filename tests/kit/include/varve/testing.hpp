#pragma once

/// What tests of programs that use Varve need. Without GoogleTest.

#include <varve/testing/given.hpp>
