#include "output/json_object.hpp"

namespace varve::cli {

std::string& json_object::member(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  json::append_string(out_, name);
  return out_ += ':';
}

json_object& json_object::text(std::string_view name, std::string_view value) {
  json::append_string(member(name), value);
  return *this;
}

json_object& json_object::number(std::string_view name, std::int64_t value) {
  member(name) += std::to_string(value);
  return *this;
}

json_object& json_object::boolean(std::string_view name, bool value) {
  member(name) += value ? "true" : "false";
  return *this;
}

json_object& json_object::raw(std::string_view name, std::string_view value) {
  member(name) += value;
  return *this;
}

}  // namespace varve::cli
