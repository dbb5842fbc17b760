// What is checked and walked at the door: compact and view. Against nlohmann-json wherever the two must
// agree.

#include <varve/core/json.hpp>

#include "allocation_limit.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

namespace json = varve::json;

void demand(bool holds) {
  if (!holds) std::abort();
}

std::size_t walk(json::view value, std::size_t depth = 0) {
  std::size_t seen = 1;
  (void)value.text();
  (void)value.integer();
  (void)value.boolean();
  (void)value.repeated_member();
  if (depth > 40) return seen;
  std::string again;
  for (auto at = value.begin(); at != value.end(); ++at) {
    again += again.empty() ? "" : ",";
    if (value.kind() == json::kind::object) {
      if (const auto name = at.name().text()) demand(value.member(*name).has_value());
      again.append(at.name().raw()) += ':';
    }
    again += (*at).raw();
    seen += walk(*at, depth + 1);
  }
  if (value.kind() == json::kind::object) demand(value.raw() == '{' + again + '}');
  if (value.kind() == json::kind::array) demand(value.raw() == '[' + again + ']');
  return seen;
}

/// Whether nlohmann's parser follows the same rules: it has no numbers beyond a double and no lone
/// surrogates, skips a byte order mark and ends at a zero.
bool comparable(const std::string& text) {
  for (std::size_t at = text.find_first_of("eE"); at != std::string::npos;
       at = text.find_first_of("eE", at + 1))
    if (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') return false;
  return text.find("\\u") == std::string::npos && text.find('\0') == std::string::npos &&
         !text.starts_with('\xef') && text.size() < 300;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string given(reinterpret_cast<const char*>(data), size);
  std::string text = given;
  bool accepted = false;
  {
    const varve::fuzz::allocation_limit limit{2 * size};
    accepted = json::compact(text).has_value();
  }
  if (comparable(given)) demand(accepted == nlohmann::json::accept(given));
  if (!accepted) {
    demand(text == given);
    return 0;
  }
  std::string again = text;
  demand(json::compact(again).has_value() && again == text);
  // Names of repeated_member are strings; the shortest member is `"":0,`.
  const varve::fuzz::allocation_limit limit{2 * sizeof(std::string) * (size / 4 + 1)};
  demand(walk(json::view{text}) > 0);
  return 0;
}
