#pragma once

#include <varve/core/codec.hpp>

#include <iostream>
#include <string>

namespace shop::app {

/// Prints what `serialize` names as one line of JSON.
void print_json(const auto& shown) {
  std::string json;
  varve::encode(shown, varve::format::json, json).value();
  std::cout << json << '\n';
}

}  // namespace shop::app
