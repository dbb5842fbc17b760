#pragma once

#include <string>
#include <vector>

namespace bench {

/// What `encode` makes of each value.
template<class Value>
std::vector<std::string> texts_of(const std::vector<Value>& values, auto encode) {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(encode(value));
  return texts;
}

/// By the workload's own `append_json`.
std::string json_of(const auto& value) {
  std::string text;
  append_json(text, value);
  return text;
}

}  // namespace bench
