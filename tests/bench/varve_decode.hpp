#pragma once

#include <varve/core/codec.hpp>

#include "sample.hpp"
#include "stopwatch.hpp"

#include <span>
#include <string>
#include <string_view>

namespace bench {

/// Decodes each text into a fresh Value through its `serialize`, as the baselines of stock cereal do. Throws
/// varve::failure for a text that does not fit.
template<class Value>
sample decode_by_varve(std::span<const std::string> texts, varve::format written) {
  const std::string_view content_type = varve::content_type_of(written);
  sample measured{.items = texts.size()};
  const stopwatch watch;
  for (const auto& text : texts) {
    Value value;
    varve::decode(text, content_type, value).value();
    measured.witness += witness(value);
  }
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace bench
