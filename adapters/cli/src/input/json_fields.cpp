#include "input/json_fields.hpp"

namespace varve::cli {

error must(std::string_view demand) {
  return {errc::invalid_argument, " must " + std::string(demand)};
}

error at_member(std::string_view name, error wrong) {
  const bool in_member = wrong.message.find_first_of(" [:") != 0;
  return {wrong.code, std::string(name) + (in_member ? "." : "") + wrong.message};
}

error at_element(std::size_t index, error wrong) {
  return at_member('[' + std::to_string(index) + ']', std::move(wrong));
}

result<std::string> read_text(json::view value) {
  auto text = value.text();
  if (!text) return must("be a string of valid Unicode");
  return *std::move(text);
}

result<bool> read_boolean(json::view value) {
  const auto boolean = value.boolean();
  if (!boolean) return must("be true or false");
  return *boolean;
}

result<std::int64_t> read_number(json::view value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number >= number_limit) return must("be an integer from 0 to below 2^53");
  return *number;
}

result<std::vector<std::string>> read_texts(json::view value) {
  std::vector<std::string> texts;
  auto good = for_each_element(value, [&](json::view element) -> result<void> {
    auto text = read_text(element);
    if (!text) return std::move(text).error();
    texts.push_back(*std::move(text));
    return {};
  });
  if (!good) return std::move(good).error();
  return texts;
}

}  // namespace varve::cli
