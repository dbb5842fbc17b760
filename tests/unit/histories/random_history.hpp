#pragma once

#include <varve/testing/history.hpp>
#include <varve/testing/seeded_random.hpp>

#include <string>

namespace varve::testing {

/// A sound history of this many operations, with answers of every kind: it was made one after the other on
/// the model, and then each operation was given some time around its moment.
[[nodiscard]] recorded_history random_history(seeded_random& random, std::size_t operations);

/// Changes one thing at random, which may or may not make it unsound. Answers with what it did.
std::string spoil(recorded_history& seen, seeded_random& random);

}  // namespace varve::testing
