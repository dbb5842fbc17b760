#pragma once

#include "../sample.hpp"
#include "../stopwatch.hpp"
#include "memory_stream.hpp"

#include <span>
#include <string>

namespace bench::baseline {

/// Decodes each text into a fresh Value by a fresh Archive: the form in which cereal's archives are meant to
/// be used.
template<class Archive, class Value>
sample decode_all(std::span<const std::string> texts) {
  memory_stream source;
  sample measured{.items = texts.size()};
  const stopwatch watch;
  for (const auto& text : texts) {
    Value value;
    Archive archive{source.over(text)};
    value.serialize(archive);
    measured.witness += witness(value);
  }
  measured.seconds = watch.seconds();
  return measured;
}

}  // namespace bench::baseline
