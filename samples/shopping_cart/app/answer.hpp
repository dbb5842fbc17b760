#pragma once

#include <varve/core/codec.hpp>

#include <iostream>
#include <string>

namespace shop::app {

/// Answers on standard output: with a table for people, or with what `serialize` names as one line of JSON.
void answer(const auto& shown, bool as_json) {
  if (!as_json) {
    std::cout << shown;
    return;
  }
  std::string json;
  varve::encode(shown, varve::format::json, json).value();
  std::cout << json << '\n';
}

}  // namespace shop::app
