#pragma once

#include "../memory_fixture.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace varve::contract {

/// A store with one defect, and the tests that must notice it.
struct plant {
  std::string_view name;
  std::function<std::unique_ptr<event_store>(std::unique_ptr<event_store>)> wrap;
  /// Some of them must fail: `SUITE.TEST`. For the store that does nothing: all there are.
  std::vector<std::string_view> caught_by;
  bool keeps_its_log = true;
};

/// All of them; the first has no defect, the second does nothing.
[[nodiscard]] std::span<const plant> plants();

/// The one that this process runs the suites over.
[[nodiscard]] const plant*& chosen();

/// Memory stores with the chosen defect.
class planted_fixture final : public memory_fixture {
 public:
  using memory_fixture::memory_fixture;

  [[nodiscard]] std::unique_ptr<event_store> open() override {
    const bool nobody_has_it_open = log_.use_count() == 1;
    if (!chosen()->keeps_its_log && nobody_has_it_open) log_ = std::make_shared<memory_log>(*env_.random);
    return chosen()->wrap(memory_fixture::open());
  }
  [[nodiscard]] std::unique_ptr<event_store> open_read_only() override {
    return chosen()->wrap(memory_fixture::open_read_only());
  }
};

}  // namespace varve::contract
