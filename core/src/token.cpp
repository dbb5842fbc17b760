#include <varve/core/token.hpp>

#include <charconv>

namespace varve {

std::string token::to_string() const {
  const std::string number = std::to_string(position.value());
  return epoch.stated() ? epoch.to_string() + ':' + number : number;
}

std::optional<token> token::parse(std::string_view text) {
  token out;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const auto stated = varve::epoch::parse(text.substr(0, colon));
    if (!stated) return std::nullopt;
    out.epoch = *stated;
    text.remove_prefix(colon + 1);
  }
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || stop != end || number < 0) return std::nullopt;
  out.position = varve::position{number};
  return out;
}

}  // namespace varve
