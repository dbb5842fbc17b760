#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/projections/read_model.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace varve::contract {

/// What a database for read models brings to its contract suites: derive from it, construct it from an
/// `environment`, and name the type in `VARVE_READ_MODEL_CONTRACT`. Each test makes one; nothing is in it.
class read_model_fixture {
 public:
  read_model_fixture() = default;
  read_model_fixture(const read_model_fixture&) = delete;
  read_model_fixture& operator=(const read_model_fixture&) = delete;
  virtual ~read_model_fixture() = default;

  /// Opens what is kept there, also while it is open already.
  [[nodiscard]] virtual std::unique_ptr<read_model> open() = 0;
  /// The log that projections read. Lives as long as the fixture.
  [[nodiscard]] virtual event_store& log() = 0;
  /// What any program finds under the plain name of a table that has a text `key` and an integer `amount`.
  /// Throws when nothing stands under that name.
  [[nodiscard]] virtual std::map<std::string, std::int64_t> shown(std::string_view table) = 0;
};

}  // namespace varve::contract
