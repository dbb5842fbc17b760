#pragma once

#include <functional>
#include <optional>
#include <utility>

namespace bench {

/// A value that is made when it is first asked for: a log that only some of the workloads read.
template<class Value>
class on_demand {
 public:
  explicit on_demand(std::function<Value()> make) : make_(std::move(make)) {}

  const Value& operator()() {
    if (!value_) value_.emplace(make_());
    return *value_;
  }

 private:
  std::function<Value()> make_;
  std::optional<Value> value_;
};

}  // namespace bench
