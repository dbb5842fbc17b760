#include <varve/core/stream_id.hpp>

namespace varve {
namespace {

std::string checked(std::string name) {
  if (is_name(name)) return name;
  throw failure{
      {errc::invalid_argument,
       "a stream's name is valid UTF-8 of 1 to 255 bytes without control characters, not '" + name + "'"}};
}

}  // namespace

stream_id::stream_id(std::string_view name) : name_(checked(std::string(name))) {}

stream_id::stream_id(std::string_view category, std::string_view id)
    : name_(checked(std::string(category) + '-' + std::string(id))) {
  if (category.find('-') != std::string_view::npos)
    throw failure{{errc::invalid_argument, "a category has no '-': '" + std::string(category) + "'"}};
}

result<stream_id> stream_id::parse(std::string_view name) try {
  return stream_id{name};
} catch (const failure& problem) {
  return problem.error();
}

}  // namespace varve
