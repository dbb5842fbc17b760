#include "members.hpp"

#include <algorithm>

namespace varve::transfer {
namespace {

/// Numbers lie below 2^53, so that every language reads them exactly.
constexpr std::int64_t number_limit = std::int64_t{1} << 53U;

}  // namespace

members::members(json::view object) {
  if (object.kind() != json::kind::object) problem_ = {errc::invalid_argument, "it must be an object"};
  for (auto at = object.begin(); at != object.end(); ++at) {
    const std::string_view quoted = at.name().raw();
    const std::string_view name = quoted.substr(1, quoted.size() - 2);
    if (std::ranges::find(all_, name, &member::name) != all_.end()) refuse(name, "must not stand twice");
    all_.push_back({name, *at});
  }
}

std::optional<json::view> members::take_if_there(std::string_view name) {
  const auto found = std::ranges::find(all_, name, &member::name);
  if (found == all_.end()) return std::nullopt;
  found->taken = true;
  return found->value;
}

json::view members::take(std::string_view name) {
  const auto found = take_if_there(name);
  if (!found) refuse(name, "must be there");
  return found.value_or(json::view{"null"});
}

std::string members::text(std::string_view name) {
  auto out = take(name).text();
  if (!out) refuse(name, "must be a string of valid Unicode");
  return std::move(out).value_or(std::string{});
}

std::int64_t members::number(std::string_view name) {
  const auto out = take(name).integer();
  if (!out || *out < 0 || *out >= number_limit) refuse(name, "must be an integer from 0 to below 2^53");
  return out.value_or(0);
}

void members::refuse(std::string_view name, std::string_view demand) {
  if (!problem_) problem_ = {errc::invalid_argument, std::string(name) + ' ' + std::string(demand)};
}

result<void> members::finish() const {
  if (problem_) return *problem_;
  const auto stranger = std::ranges::find(all_, false, &member::taken);
  if (stranger == all_.end()) return {};
  return error{errc::invalid_argument, std::string(stranger->name) + " is no member that this version knows"};
}

}  // namespace varve::transfer
