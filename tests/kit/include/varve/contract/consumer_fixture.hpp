#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/event_store.hpp>

#include <memory>

namespace varve::contract {

/// What a place for checkpoints brings to its contract suites: derive from it, construct it from an
/// `environment`, and name the type in `VARVE_CONSUMER_CONTRACT`. Each test makes one; nothing is in it.
class consumer_fixture {
 public:
  consumer_fixture() = default;
  consumer_fixture(const consumer_fixture&) = delete;
  consumer_fixture& operator=(const consumer_fixture&) = delete;
  virtual ~consumer_fixture() = default;

  /// Opens what is kept there, also while it is open already.
  [[nodiscard]] virtual std::unique_ptr<checkpoint_store> open() = 0;
  /// The log that the consumers read. Lives as long as the fixture.
  [[nodiscard]] virtual event_store& log() = 0;
};

/// The code of an error; none for success.
template<class T>
[[nodiscard]] errc code_of(const result<T>& answer) {
  return answer ? errc{} : answer.error().code;
}

}  // namespace varve::contract
