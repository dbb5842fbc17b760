#include <varve/core/name.hpp>
#include <varve/core/tags.hpp>

#include <algorithm>

namespace varve {

bool tags_view::contains(std::string_view tag) const {
  return std::find(begin(), end(), tag) != end();
}

bool tags_view::is_packed(std::string_view bytes) {
  std::size_t count = 0;
  while (!bytes.empty()) {
    const std::size_t size = static_cast<unsigned char>(bytes.front());
    if (size == 0 || size >= bytes.size() || ++count > tags::most) return false;
    bytes.remove_prefix(size + 1);
  }
  return true;
}

tags::tags(std::initializer_list<std::string_view> list) {
  for (const auto tag : list) add(tag).value();
}

result<void> tags::add(std::string_view tag) {
  if (!is_name(tag))
    return error{errc::invalid_argument, "a tag is valid UTF-8 of 1 to 255 bytes without control characters"};
  if (contains(tag)) return {};
  if (size() == most) return error{errc::invalid_argument, "an event has at most 64 tags"};
  packed_.push_back(static_cast<char>(tag.size()));
  packed_.append(tag);
  return {};
}

}  // namespace varve
