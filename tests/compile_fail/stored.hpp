#pragma once

#include <varve/core/codec.hpp>

#include <string>

/// Instantiates all four archives for a type.
template<class T>
varve::result<void> there_and_back(T& value) {
  std::string out;
  if (auto written = varve::encode(value, varve::format::json, out); !written) return written;
  return varve::decode(out, varve::json_content_type, value);
}
